"""Checks of one page's input, by stage of the work.

Rules that hold however input arrives stand in the actions and in the database.
"""

from applications.forms.checking import CheckForm
from applications.forms.decision import DraftForm, ReasonForm, RefusalForm
from applications.forms.fields import LinesField, TextField, UploadField, lines_of
from applications.forms.filing import ApplicantForm, DocumentForm
from applications.forms.inspection import (
    CancelVisitForm,
    ChecklistForm,
    PaperForm,
    PhotoForm,
    RemarkForm,
    VisitForm,
    WishForm,
)
from applications.forms.recommendation import AnswerForm

__all__ = [
    "AnswerForm",
    "ApplicantForm",
    "CancelVisitForm",
    "CheckForm",
    "ChecklistForm",
    "DocumentForm",
    "DraftForm",
    "LinesField",
    "PaperForm",
    "PhotoForm",
    "ReasonForm",
    "RefusalForm",
    "RemarkForm",
    "TextField",
    "UploadField",
    "VisitForm",
    "WishForm",
    "lines_of",
]
