"""Figures that are kept, investment, and the digests that nobody can edit afterwards. What a figure means: docs/figures.md."""

from dashboards.models.figures import Cell, FileFact, Folding, RequestFact, Stale
from dashboards.models.taskforce import TaskforceCase, TaskforceNote

__all__ = ["Cell", "FileFact", "Folding", "RequestFact", "Stale", "TaskforceCase", "TaskforceNote"]
