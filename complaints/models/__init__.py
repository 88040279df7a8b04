from complaints.models.complaint import (
    Complaint,
    ComplaintCategory,
    ComplaintClockEvent,
    ComplaintLimit,
    ComplaintRoute,
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
    "Finding",
    "Reporter",
]
