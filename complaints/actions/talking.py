"""With the reporter and among ourselves: questions, messages, internal notes, and the look at who reported."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints import notices, policies
from complaints.actions import ledger
from complaints.actions.parts import Side, needed, refuse_unless_possible, say, speaks_for, write_down
from complaints.models import Complaint, ComplaintMessage, Reporter
from complaints.policies import reporter_of
from ptsp_portal.lib.rules import Refused, require

EMPTY = _("Pesan masih kosong, jadi tidak ada yang dikirim.")
QUESTION_NEEDED = _("Tulis apa yang perlu dilengkapi pelapor.")
WHY_NEEDED = _("Tulis mengapa identitas pelapor perlu dibuka; alasannya dicatat.")
NOBODY = _("Pelapor tidak meninggalkan identitas.")
LOOKED = _("Identitas pelapor dibuka: %(reason)s")


@transaction.atomic
def ask_reporter(uuid, *, by, text) -> ComplaintMessage:
    """Something is missing. The reporter has the turn and the days stop until the reply."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_ask, by, complaint)
    refuse_unless_possible("ask", complaint)
    side, agency = speaks_for(complaint, by)
    message = say(complaint, side, needed(text, QUESTION_NEEDED), by=by, agency=agency)
    write_down("complaint.reporter_asked", complaint, by=by, agency=agency)
    complaint.ask_reporter()
    complaint.reminded_at = None
    ledger.pause(complaint)
    ledger.save(complaint)
    notices.tell_reporter("asked", complaint)
    return message


@transaction.atomic
def write_to_reporter(uuid, *, by, text) -> ComplaintMessage:
    """One line to the reporter, who reads the agency's name and never the officer's. The days go on."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_write, by, complaint)
    refuse_unless_possible("write", complaint)
    side, agency = speaks_for(complaint, by)
    message = say(complaint, side, needed(text, EMPTY), by=by, agency=agency)
    ledger.save(complaint)
    write_down("complaint.message_sent", complaint, by=by, agency=agency)
    notices.tell_reporter("message", complaint)
    return message


@transaction.atomic
def write_note(uuid, *, by, text) -> ComplaintMessage:
    """For whoever handles it; never shown to the reporter."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_note, by, complaint)
    refuse_unless_possible("note", complaint)
    message = say(complaint, Side.NOTE, needed(text, EMPTY), by=by, agency=speaks_for(complaint, by)[1])
    ledger.save(complaint)
    write_down("complaint.noted", complaint, by=by)
    return message


@transaction.atomic
def see_identity(uuid, *, by, reason) -> Reporter:
    """Who reported, for one reading: the look and its reason stay on the complaint and in the journal."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_see_identity, by, complaint)
    refuse_unless_possible("see_identity", complaint)
    reason = needed(reason, WHY_NEEDED, 500)
    reporter = reporter_of(complaint)
    if reporter is None:
        raise Refused(NOBODY)
    say(complaint, Side.NOTE, str(LOOKED) % {"reason": reason}, by=by, agency=speaks_for(complaint, by)[1])
    write_down("complaint.identity_seen", complaint, by=by, identity=str(complaint.identity), reason=reason)
    return reporter
