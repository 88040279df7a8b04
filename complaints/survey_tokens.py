"""Which files may be answered for, and which were: known by a keyed hash alone, so that no row ties an answer to a file."""

from applications.models import Application
from complaints.models import AnsweredFile
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.survey_link import read_survey_token


def file_token(application_uuid) -> str:
    return fingerprint(f"survey-of-file|{application_uuid}")


def is_finished(application) -> bool:
    """It was filed and has ended: a permit, a rejection, withdrawn, lapsed."""
    return application.submitted_at is not None and application.closed_at is not None


def is_answered(application) -> bool:
    return AnsweredFile.objects.filter(pk=file_token(application.uuid)).exists()


def file_of(token: str) -> tuple[Application, str] | None:
    """(the finished file, where the link stood) of a signed link; None for anything else. The signature is the right to it."""
    uuid, place = read_survey_token(token) or (None, "")
    file = Application.objects.with_names().filter(uuid=uuid).first() if uuid else None
    return (file, place) if file and is_finished(file) else None
