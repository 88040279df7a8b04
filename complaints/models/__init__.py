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
from complaints.models.survey import (
    AnsweredFile,
    Element,
    Questionnaire,
    SurveyAction,
    SurveyQuestion,
    SurveyResponse,
    SurveySetting,
    SurveySheet,
    SurveySuggestion,
)

__all__ = [
    "AnsweredFile",
    "Complaint",
    "ComplaintAttachment",
    "ComplaintCategory",
    "ComplaintClockEvent",
    "ComplaintLimit",
    "ComplaintMessage",
    "ComplaintRoute",
    "ComplaintWarning",
    "Duty",
    "Element",
    "Finding",
    "Questionnaire",
    "Reporter",
    "SurveyAction",
    "SurveyQuestion",
    "SurveyResponse",
    "SurveySetting",
    "SurveySheet",
    "SurveySuggestion",
]
