"""Eval: how good it is. Question sets, measures and reports."""
