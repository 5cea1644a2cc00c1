"""Files to sheets of raw cells: which format it is, whether it is safe to open, and what stands in it."""
