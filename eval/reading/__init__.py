"""Training the reader (`assistant.reading`) on passages of invented countries."""
