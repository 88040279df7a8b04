"""A requirement of a standard as the pages that ask for it show it: formats, size, who issues the paper, its blank form."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ptsp_portal.lib.rules import Refused
from ptsp_portal.lib.uploads import ACCEPT

MEGABYTE = 1024**2
TOO_LARGE = _("Untuk “%(name)s” satu berkas paling besar %(max)d MB. Tidak ada yang tersimpan.")


def asked_paper(requirement: dict) -> dict:
    """The requirement with what its upload form says before a file is chosen.

    `accept`, `kinds`, `max_megabytes`, `camera` (a photograph is taken), `help`, `issued_by`, `blank_url` ("" when there is none).
    """
    formats = requirement["formats"]
    return {
        **requirement,
        "accept": ",".join(ACCEPT[kind] for kind in formats),
        "kinds": ", ".join(kind.upper() for kind in formats),
        "camera": bool({"jpg", "png"} & set(formats)),
        "max_megabytes": largest_paper(requirement) // MEGABYTE,
        "help": requirement.get("help", ""),
        "issued_by": requirement.get("issued_by", ""),
        "blank_url": blank_form_url(requirement.get("blank_form", "")),
    }


def largest_paper(requirement: dict) -> int:
    """Bytes of one file: what the requirement says, and never more than the portal takes at all."""
    own = requirement.get("max_mb")
    return min(own * MEGABYTE, settings.UPLOAD_MAX_BYTES) if own else settings.UPLOAD_MAX_BYTES


def fits(paper, requirement: dict) -> bool:
    """Whether a paper that is there already may answer the requirement too: its format and its size."""
    return paper.extension.lstrip(".") in requirement["formats"] and paper.size <= largest_paper(requirement)


def refuse_too_large(requirement: dict, size: int) -> None:
    """True at every door, whatever its form said. `size`: of the file as it was handed in."""
    if size > largest_paper(requirement):
        raise Refused(TOO_LARGE % {"name": requirement["name"], "max": largest_paper(requirement) // MEGABYTE})


def blank_form_url(uuid: str) -> str:
    return reverse("applications:blank_form_file", args=[uuid]) if uuid else ""
