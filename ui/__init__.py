"""UI: who asks. The terminal, the page and the API."""
