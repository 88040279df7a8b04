"""A complaint comes in, whatever the way: one register, one number, the days begin (handbook 5)."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from audit.log import record
from complaints import notices, policies
from complaints.actions import ledger
from complaints.limits import OLDEST, days_on
from complaints.models import Complaint, ComplaintAttachment, Reporter
from complaints.posts import grave_office
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, require

Identity, Channel = Complaint.Identity, Complaint.Channel
MOST_FILES = 5
TEXT_NEEDED = _("Tulis apa yang Anda adukan.")
TOO_MANY_FILES = _("Paling banyak %(most)d berkas.")
KNOWN_LAPOR = _("Pengaduan LAPOR! dengan nomor itu sudah terdaftar. Tidak ada yang berubah.")
WRONG_DAY = _("Hari diterimanya belum tiba atau lebih dari lima tahun yang lalu. Tidak ada yang tersimpan.")
NOBODY_FOR_GRAVE = _(
    "Belum ada inspektorat yang dapat menerima pengaduan ini. Sampaikan lewat SP4N-LAPOR! (lapor.go.id) atau Ombudsman RI. "
    "Tidak ada yang tersimpan."
)


@transaction.atomic
def receive_complaint(
    *,
    by=None,
    office,
    category,
    text,
    identity,
    channel="web",
    application=None,
    permit=None,
    about_agency=None,
    place=None,
    place_words="",
    happened_on=None,
    lapor_number="",
    reporter=None,
    received_at=None,
    uploads=(),
) -> Complaint:
    """`reporter`: {"name", "phone", "email", "address"}, any of them empty; `uploads` are (inspected, content, safe name).

    From the web `by` is the reporter (or None), else the officer who enters it. What is grave is kept by the inspectorate
    from the first moment: no account of the office ever sees it.
    """
    if channel != Channel.WEB and by is not None:
        require(policies.can_receive_for_others, by, office)
    text = text.replace("\0", "").strip()
    _refuse_unfit(text, lapor_number, uploads)
    if received_at and not now() - OLDEST <= received_at <= now():
        raise Refused(WRONG_DAY)
    kept_by = grave_office(office, about_agency) if category.is_grave else office
    if kept_by is None:
        raise Refused(NOBODY_FOR_GRAVE)
    complaint = _new_or_known(
        kept_by, category, received_at or now(),
        text=text, identity=identity, channel=channel, application=application, permit=permit,
        about_agency=about_agency or (application.office if application and category.is_grave else None),
        place=place, place_words=place_words, happened_on=happened_on, lapor_number=lapor_number,
        received_by=by if channel != Channel.WEB else None,
    )  # fmt: skip
    keep_reporter(complaint, by if channel == Channel.WEB else None, reporter or {})
    for inspected, content, name in uploads:
        keep_file(complaint, inspected, content, name)
    ledger.start(complaint, at=received_at)
    ledger.save(complaint)
    record(
        "complaint.received", complaint, by=complaint.received_by, office=kept_by, role="reporter" if not complaint.received_by
        else "officer", number=complaint.number, channel=str(channel), identity=str(identity), files=len(uploads),
    )  # fmt: skip
    notices.tell_reporter_received(complaint)
    notices.tell_desk_received(complaint)
    return complaint


def keep_reporter(complaint, user, contact) -> Reporter:
    """An anonymous reporter leaves no name and no account, only where to reach them, if they wish."""
    wanted = {key: (contact.get(key) or "").strip() for key in ("name", "phone", "email", "address")}
    if complaint.identity == Identity.ANONYMOUS:
        user, wanted = None, wanted | {"name": "", "address": ""}
    elif user is not None:
        wanted["name"] = wanted["name"] or user.full_name
    return Reporter.objects.create(complaint=complaint, user=user, **wanted)


def keep_file(complaint, inspected, content, name, *, message=None, is_from_reporter=True) -> ComplaintAttachment:
    """A checked upload on a locked (or new) complaint."""
    kept = ComplaintAttachment(complaint=complaint, message=message, is_from_reporter=is_from_reporter, at=now())
    kept.describe(inspected, content, name)
    kept.file.save(name, ContentFile(content), save=False)
    kept.save()
    return kept


def _refuse_unfit(text, lapor_number, uploads) -> None:
    if not text:
        raise Refused(TEXT_NEEDED)
    if len(uploads) > MOST_FILES:
        raise Refused(TOO_MANY_FILES % {"most": MOST_FILES})
    if lapor_number and Complaint.objects.filter(lapor_number=lapor_number).exists():
        raise Refused(KNOWN_LAPOR)


def _new_or_known(*what, lapor_number, **more) -> Complaint:
    """Of two who enter one LAPOR! number at the same moment the second is told."""
    try:
        with transaction.atomic():
            return new_complaint(*what, lapor_number=lapor_number, **more)
    except IntegrityError as error:
        if lapor_number and Complaint.objects.filter(lapor_number=lapor_number).exists():
            raise Refused(KNOWN_LAPOR) from error
        raise


def new_complaint(office, category, received_at, **more) -> Complaint:
    """The row with its number, its secret and the days of the law as they stand on the day of receipt."""
    day = office.region.local_date(received_at)
    days = days_on(day)
    year = office.region.local_date(now()).year
    return Complaint.objects.create(
        office=office,
        number=numbering.complaint_number(office, year, numbering.draw(office, "complaint", year)),
        secret=more.pop("secret", "") or numbering.tracking_secret(),
        category=category,
        duty=category.duty,
        limit_days=days[category.duty],
        forward_days=days["forward"],
        is_grave=category.is_grave,
        received_at=received_at,
        held_since=received_at,
        **more,
    )
