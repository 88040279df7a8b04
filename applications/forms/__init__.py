"""Checks of one page's input, by stage of the work.

Rules that hold however input arrives stand in the actions and in the database.
"""

from applications.forms.checking import CheckForm
from applications.forms.clock import DeemForm, RestartForm
from applications.forms.decision import DraftForm, RefusalForm, SendBackForm
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
from applications.forms.permits import (
    BookForm,
    CorrectionForm,
    MeasureForm,
    ObjectionAnswerForm,
    ObjectionForm,
    ProposalRefusalForm,
)
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
    "AddRequestForm", "AnswerForm", "ApplicantForm", "AssignForm", "BookForm", "CancelVisitForm", "CheckForm",
    "ChecklistForm", "CodeForm", "CorrectionForm", "DeemForm", "DelegateForm", "DocumentForm", "DraftForm",
    "ExtendForm", "LinesField", "LinkAnswerForm", "MeasureForm", "NoteForm", "ObjectionAnswerForm",
    "ObjectionForm", "PaperForm", "PhotoForm", "ProposalRefusalForm", "RefusalForm", "RemarkForm",
    "RequestReasonForm", "RestartForm", "SendBackForm", "TextField", "UploadField", "VersionedForm",
    "VisitForm", "WishForm", "lines_of", "phrases_for",
]  # fmt: skip
