"""Index: how it is found. Vectors and postings in immutable generations."""
