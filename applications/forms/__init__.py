"""Checks of one page's input, by stage of the work.

Rules that hold however input arrives stand in the actions and in the database.
"""

from applications.forms.assisting import (
    ConsentForm,
    HelpForm,
    PaperNumberForm,
    PapersForm,
    PassOnForm,
    TakeOverForm,
)
from applications.forms.assisting_later import HolderForm
from applications.forms.checking import CheckForm
from applications.forms.clock import DeemForm, RestartForm
from applications.forms.decision import DraftForm, RefusalForm, SendBackForm
from applications.forms.emergency import ReserveForm, VoidForm
from applications.forms.fields import LinesField, TextField, UploadField, lines_of
from applications.forms.filing import ApplicantForm, CauseForm, DocumentForm
from applications.forms.guides import ChoiceForm, GuideForm, NewGuideForm, QuestionForm
from applications.forms.inspection import (
    CancelVisitForm,
    ChecklistForm,
    PaperForm,
    PhotoForm,
    RemarkForm,
    VisitForm,
    WishForm,
)
from applications.forms.levy import (
    AssessForm,
    CancelBillForm,
    HandOverForm,
    PaymentForm,
    ScanForm,
    SettleForm,
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
    "AddRequestForm", "AnswerForm", "ApplicantForm", "AssessForm", "AssignForm", "BookForm", "CancelBillForm",
    "CancelVisitForm", "CauseForm", "CheckForm", "ChecklistForm", "ChoiceForm", "CodeForm", "ConsentForm", "CorrectionForm",
    "DeemForm", "DelegateForm", "DocumentForm", "DraftForm", "ExtendForm", "GuideForm",
    "HandOverForm", "HelpForm", "HolderForm", "LinesField",
    "LinkAnswerForm", "MeasureForm", "NewGuideForm", "NoteForm", "ObjectionAnswerForm", "ObjectionForm", "PaperForm",
    "PaperNumberForm", "PapersForm", "PassOnForm", "PaymentForm", "PhotoForm", "ProposalRefusalForm", "QuestionForm", "RefusalForm",
    "RemarkForm", "RequestReasonForm", "ReserveForm", "RestartForm", "ScanForm", "SendBackForm", "SettleForm",
    "TakeOverForm", "TextField", "UploadField", "VersionedForm", "VisitForm", "VoidForm", "WishForm", "lines_of",
    "phrases_for",
]  # fmt: skip
