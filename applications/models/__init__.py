from applications.models.application import Application, FieldCheck, ReturnNotice
from applications.models.clarification import Clarification, ClarificationItem, On, Question, ThreadMessage
from applications.models.clock import ApplicationClockEvent, DeadlineWarning, RecommendationClockEvent
from applications.models.decision import Decision, Endorsement
from applications.models.desk import BulkAct, BulkItem, Phrase, SavedFilter
from applications.models.document import Document
from applications.models.inspection import Inspection, InspectionMember, InspectionPhoto
from applications.models.measure import PermitCorrection, PermitMeasure
from applications.models.objection import Objection
from applications.models.permit import Permit, PrintedDocument, Rejection
from applications.models.permit_type import Offer, PermitType
from applications.models.recommendation import AnswerLink, Condition, Recommendation
from applications.models.service_standard import ServiceStandard

__all__ = [
    "AnswerLink",
    "Application",
    "ApplicationClockEvent",
    "BulkAct",
    "BulkItem",
    "Clarification",
    "ClarificationItem",
    "Condition",
    "DeadlineWarning",
    "Decision",
    "Document",
    "Endorsement",
    "FieldCheck",
    "Inspection",
    "InspectionMember",
    "InspectionPhoto",
    "Objection",
    "Offer",
    "On",
    "Permit",
    "PermitCorrection",
    "PermitMeasure",
    "PermitType",
    "Phrase",
    "PrintedDocument",
    "Question",
    "Recommendation",
    "RecommendationClockEvent",
    "Rejection",
    "ReturnNotice",
    "SavedFilter",
    "ServiceStandard",
    "ThreadMessage",
]
