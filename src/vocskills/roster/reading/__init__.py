"""What a single cell says: a value that is certain, a range that holds it, or nothing, and what is odd about it."""
