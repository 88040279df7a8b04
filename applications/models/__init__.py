from applications.models.application import Application, ReturnNotice
from applications.models.clock import ApplicationClockEvent, RecommendationClockEvent
from applications.models.decision import Decision, Endorsement
from applications.models.document import Document
from applications.models.permit import Permit, PrintedDocument, Rejection
from applications.models.permit_type import Offer, PermitType
from applications.models.recommendation import Recommendation
from applications.models.service_standard import ServiceStandard

__all__ = [
    "Application",
    "ApplicationClockEvent",
    "Decision",
    "Document",
    "Endorsement",
    "Offer",
    "Permit",
    "PermitType",
    "PrintedDocument",
    "Recommendation",
    "RecommendationClockEvent",
    "Rejection",
    "ReturnNotice",
    "ServiceStandard",
]
