"""Figures that are kept, investment, and the digests that nobody can edit afterwards. What a figure means: docs/figures.md."""
