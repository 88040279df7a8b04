"""The signed link that asks for an answer to the satisfaction survey: which finished file, where the link stood, since when.

Here and not in `complaints`, because messages and pages of files carry it. It names no person; whoever holds it may answer once.
"""

from datetime import date, timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse

from ptsp_portal.lib.moment import now

SIGNER = signing.Signer(salt="satisfaction-survey")
HOLDS = timedelta(days=180)
PLACES = ("download", "hand_over", "link")


def survey_path(application_uuid: UUID, place: str = "link") -> str:
    """The path of the survey of one file."""
    token = SIGNER.sign_object([application_uuid.hex, place, now().date().isoformat()])
    return reverse("survey:answer", args=[token])


def read_survey_token(token: str) -> tuple[UUID, str] | None:
    """(file, place), or None for a link that was never signed here or has run out."""
    try:
        file, place, day = SIGNER.unsign_object(token)
        signed_on = date.fromisoformat(day)
        application_uuid = UUID(file)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if place not in PLACES or now().date() - signed_on > HOLDS:
        return None
    return application_uuid, place
