"""The JSON API: ask, search, passages, profiles, feedback."""
