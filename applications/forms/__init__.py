"""Checks of one page's input, by stage of the work.

Rules that hold however input arrives stand in the actions and in the database.
"""

from applications.forms.checking import CheckForm
from applications.forms.clock import DeemForm, RestartForm
from applications.forms.decision import DraftForm, RefusalForm, SendBackForm
from applications.forms.fields import LinesField, TextField, UploadField, lines_of
from applications.forms.filing import ApplicantForm, DocumentForm
from applications.forms.recommendation import (
    AddRequestForm,
    AnswerForm,
    AssignForm,
    CodeForm,
    DelegateForm,
    ExtendForm,
    LinkAnswerForm,
    NoteForm,
    RequestReasonForm,
    VersionedForm,
    phrases_for,
)

__all__ = [
    "AddRequestForm",
    "AnswerForm",
    "ApplicantForm",
    "AssignForm",
    "CheckForm",
    "DeemForm",
    "CodeForm",
    "DelegateForm",
    "DocumentForm",
    "DraftForm",
    "ExtendForm",
    "LinesField",
    "RefusalForm",
    "RestartForm",
    "SendBackForm",
    "LinkAnswerForm",
    "NoteForm",
    "ReasonForm",
    "RefusalForm",
    "RequestReasonForm",
    "TextField",
    "UploadField",
    "VersionedForm",
    "lines_of",
    "phrases_for",
]
