"""Corpus: what is. Profiles, their passages, entities, figures and footnotes."""
