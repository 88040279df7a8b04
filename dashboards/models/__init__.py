"""Models of this app: only what is added up or handed in; everything else is read from the apps below."""

from dashboards.models.investment import InvestmentFile, InvestmentRealisation, InvestmentSector, InvestmentTarget

__all__ = ["InvestmentFile", "InvestmentRealisation", "InvestmentSector", "InvestmentTarget"]
