"""Answers to take away: Markdown, DOCX, HTML, BibTeX and CSL-JSON."""
