"""Figures that are kept, investment, and the digests that nobody can edit afterwards. What a figure means: docs/figures.md."""

from dashboards.models.digest import Digest
from dashboards.models.expect import Estimate, Pattern, PatternDay
from dashboards.models.export import Export
from dashboards.models.figures import Cell, FileFact, Folding, RequestFact, Stale
from dashboards.models.investment import InvestmentFile, InvestmentRealisation, InvestmentSector, InvestmentTarget
from dashboards.models.taskforce import TaskforceCase, TaskforceNote

__all__ = [
    "Cell",
    "Digest",
    "Estimate",
    "Export",
    "FileFact",
    "Folding",
    "InvestmentFile",
    "InvestmentRealisation",
    "InvestmentSector",
    "InvestmentTarget",
    "Pattern",
    "PatternDay",
    "RequestFact",
    "Stale",
    "TaskforceCase",
    "TaskforceNote",
]
