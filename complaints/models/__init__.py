from complaints.models.complaint import (
    Complaint,
    ComplaintCategory,
    ComplaintClockEvent,
    ComplaintLimit,
    ComplaintRoute,
    Duty,
    Reporter,
)
from complaints.models.handling import ComplaintAttachment, ComplaintMessage, ComplaintWarning, Finding

__all__ = [
    "Complaint",
    "ComplaintAttachment",
    "ComplaintCategory",
    "ComplaintClockEvent",
    "ComplaintLimit",
    "ComplaintMessage",
    "ComplaintRoute",
    "ComplaintWarning",
    "Duty",
    "Finding",
    "Reporter",
]
