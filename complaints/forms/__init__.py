"""Checks of one page's input."""
