"""Many: a table of claims in, the same kind of table out."""
