from applications.models.application import Application, FieldCheck, ReturnNotice
from applications.models.assistance import Assistance
from applications.models.bill import Bill, ForgedCall, Payment, PaymentNotice
from applications.models.clarification import Clarification, ClarificationItem, On, Question, ThreadMessage
from applications.models.clock import ApplicationClockEvent, DeadlineWarning, RecommendationClockEvent
from applications.models.counter import OFFERED, Appointment, CounterSetting, Letter, QueueTicket
from applications.models.decision import Decision, Endorsement
from applications.models.desk import BulkAct, BulkItem, Phrase, SavedFilter
from applications.models.document import Document
from applications.models.guide import Bundle, Guide
from applications.models.hand_over import HandOver
from applications.models.inspection import Inspection, InspectionMember, InspectionPhoto
from applications.models.lapse import LapseReminder
from applications.models.measure import PermitCorrection, PermitMeasure
from applications.models.objection import Objection
from applications.models.paper import PaperBlock, PaperEntry
from applications.models.permit import Fulfilment, Permit, PermitReminder, PrintedDocument, Rejection
from applications.models.permit_type import Offer, PermitType
from applications.models.recommendation import AnswerLink, Condition, Recommendation
from applications.models.service_standard import ServiceStandard
from applications.models.standard_work import DryRun, StandardFile, TrialFiling

__all__ = [
    "AnswerLink",
    "Application",
    "ApplicationClockEvent",
    "Appointment",
    "Assistance",
    "Bill",
    "BulkAct",
    "BulkItem",
    "Bundle",
    "Clarification",
    "ClarificationItem",
    "Condition",
    "CounterSetting",
    "DeadlineWarning",
    "Decision",
    "Document",
    "DryRun",
    "Endorsement",
    "FieldCheck",
    "ForgedCall",
    "Fulfilment",
    "Guide",
    "HandOver",
    "Inspection",
    "InspectionMember",
    "InspectionPhoto",
    "LapseReminder",
    "Letter",
    "OFFERED",
    "Objection",
    "Offer",
    "On",
    "PaperBlock",
    "PaperEntry",
    "Payment",
    "PaymentNotice",
    "Permit",
    "PermitReminder",
    "PermitCorrection",
    "PermitMeasure",
    "PermitType",
    "Phrase",
    "PrintedDocument",
    "Question",
    "QueueTicket",
    "Recommendation",
    "RecommendationClockEvent",
    "Rejection",
    "ReturnNotice",
    "SavedFilter",
    "ServiceStandard",
    "StandardFile",
    "TrialFiling",
    "ThreadMessage",
]
