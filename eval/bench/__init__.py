"""Bench: what things cost. Times from one run, given as medians and as ratios."""
