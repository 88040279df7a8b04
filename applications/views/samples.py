"""A letter of a draft as PDF for a file that does not exist: made up, or a trial filing. One limit for both."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from applications.letters.preview import preview_pdf
from applications.views.assisting_send import pdf_page
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.pdf import RenderFailed
from ptsp_portal.lib.rules import Refused

# A sample takes the renderer's time from letters that somebody waits for.
PER_PERSON = Limit("letter-samples", tries=60, window=timedelta(minutes=10))
TOO_MANY = _("Terlalu banyak contoh dalam waktu singkat. Coba lagi sepuluh menit lagi.")
NOT_DRAWN = _("Contoh surat ini tidak dapat dibuat. Periksa naskahnya, lalu coba lagi.")


def sample(request, standard, letter: str, answers: dict | None, name: str):
    """`answers`: as they are stored; None for made-up ones. Raises Refused."""
    person = str(request.user.pk)
    if PER_PERSON.is_reached(person):
        raise Refused(TOO_MANY)
    PER_PERSON.count(person)
    try:
        return pdf_page(preview_pdf(standard, letter, answers), name)
    except RenderFailed as error:
        raise Refused(NOT_DRAWN) from error
