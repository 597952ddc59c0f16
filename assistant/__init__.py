"""Assistant: what is answered. Questions in, cited answers out."""
