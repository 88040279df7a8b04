"""Figures that are kept, investment, and the digests that nobody can edit afterwards. What a figure means: docs/figures.md."""

from dashboards.models.digest import Digest
from dashboards.models.export import Export
from dashboards.models.figures import Cell, FileFact, Folding, RequestFact, Stale

__all__ = ["Cell", "Digest", "Export", "FileFact", "Folding", "RequestFact", "Stale"]
