"""An agency's own sentences of the phrase library. What was written with one is kept with the file, so a phrase may change."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications import policies
from applications.models import Phrase
from audit.log import record
from ptsp_portal.lib.rules import Refused, require

MOST = 200
KNOWN = _("Kalimat itu sudah ada di pustaka untuk keperluan yang sama. Tidak ada yang berubah.")
TOO_MANY = _(
    "Pustaka satu instansi paling banyak 200 kalimat. Hentikan dulu yang tidak dipakai. Tidak ada yang berubah."
)


@transaction.atomic
def save_phrase(agency_pk, *, by, use, text, uuid=None) -> Phrase:
    """A new sentence, or (with `uuid`) another wording or use of one of the agency's own."""
    agency = _locked(agency_pk)
    require(policies.can_keep_phrases, by, agency)
    own = Phrase.objects.filter(agency=agency)
    row = own.get(uuid=uuid) if uuid else Phrase(agency=agency)
    text = " ".join(text.replace("\0", "").split())
    if Phrase.objects.of_agency(agency).filter(use=use, text__iexact=text).exclude(pk=row.pk).exists():
        raise Refused(KNOWN)
    if row.pk is None and own.filter(is_active=True).count() >= MOST:
        raise Refused(TOO_MANY)
    row.use, row.text = use, text
    row.save()
    _write_down(row, agency, by)
    return row


@transaction.atomic
def set_phrase_active(agency_pk, uuid, is_active: bool, *, by) -> Phrase:
    """Out of use, or in use again; never deleted."""
    agency = _locked(agency_pk)
    require(policies.can_keep_phrases, by, agency)
    row = Phrase.objects.get(agency=agency, uuid=uuid)
    if row.is_active != is_active:
        row.is_active = is_active
        row.save(update_fields=["is_active"])
        _write_down(row, agency, by)
    return row


def _locked(agency_pk) -> Agency:
    return Agency.objects.select_for_update(no_key=True).get(pk=agency_pk)


def _write_down(row, agency, by):
    facts = {"use": str(row.use), "is_active": row.is_active}
    record("phrase.saved", row, by=by, office=agency, agency=agency.journal_chain, **facts)
