"""The profile without a question: as a document, a directory, a timeline and figures."""
