"""Pages of documents: the library that everybody reads, and that of the space."""
