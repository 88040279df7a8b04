"""The complaint desk: what it is about, whose it is, and what becomes of it when it is nobody's or somebody else's."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints import notices, policies
from complaints.actions import ledger
from complaints.actions.parts import Side, needed, pass_answer_on, refuse_unless_possible, send_to, write_down
from complaints.actions.receiving import NOBODY_FOR_GRAVE, keep_reporter, new_complaint
from complaints.limits import days_on
from complaints.models import Complaint, Duty, Reporter
from complaints.policies import reporter_of
from complaints.posts import grave_office, unit_role
from complaints.routing import Target, may_have_grave, target_of
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

State, MovedWith = Complaint.State, Complaint.MovedWith
TITLE_NEEDED = _("Tulis pokok pengaduannya dalam satu kalimat.")
REASON_NEEDED = _("Tulis alasannya; unit yang menerima membacanya.")
NO_TARGET = _("Tidak ada instansi untuk kategori dan tempat ini. Pilih instansinya sendiri dan tulis alasannya.")
HANDED_BACK = _(
    "Menurut aturan pengaduan ini kembali kepada unit yang baru menyatakan bukan wewenangnya. Pilih instansinya sendiri dan "
    "tulis alasannya. Tidak ada yang berubah."
)
ALREADY_THERE = _("Pengaduan ini sudah ada pada unit itu. Tidak ada yang berubah.")
NOT_FOR_GRAVE = _(
    "Pengaduan ini hanya dapat ditangani inspektorat yang tidak diadukan di dalamnya. Tidak ada yang berubah."
)
WHOSE_NEEDED = _("Tulis instansi mana yang berwenang; pelapor membacanya.")
NO_OTHER = _(
    "Pengaduan dengan nomor itu tidak ada pada meja Anda, sudah selesai, atau pengaduan ini juga. Tidak ada yang berubah."
)
NOT_WITH_GRAVE = _("Pengaduan berat tidak digabung dengan pengaduan biasa. Tidak ada yang berubah.")
OTHER_PERSON = _("Kedua pengaduan menyebut orang yang berbeda, jadi tidak digabung. Tidak ada yang berubah.")
OTHER_AGENCY = _("Kedua pengaduan berat menyebut instansi yang berbeda, jadi tidak digabung. Tidak ada yang berubah.")
PART_NEEDED = _("Tulis bagian yang menjadi pengaduan tersendiri.")
MERGED = _("Digabung dengan pengaduan %(number)s.")


@transaction.atomic
def verify_complaint(
    uuid, *, by, title, category, duty=None, place=None, about_agency=None, about_user=None
) -> Complaint:
    """What it is about is settled. Found to be grave, it goes to the inspectorate in the same moment, out of the desk's sight."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_verify, by, complaint)
    refuse_unless_possible("verify", complaint)
    complaint.title = needed(title, TITLE_NEEDED, 160)
    _classify(complaint, category, duty or category.duty)
    complaint.place = place or complaint.place
    complaint.about_agency = about_agency or complaint.about_agency
    complaint.about_user = about_user
    complaint.verify()
    complaint.verified_at, complaint.verified_by = now(), by
    write_down("complaint.verified", complaint, by=by, duty=str(complaint.duty))
    if complaint.is_grave and grave_office(complaint.office, complaint.about_agency) != complaint.office:
        complaint.about_agency = complaint.about_agency or complaint.office
        complaint.save()  # one step at a time: the database knows no way from received to routed
        _route_by_rule(complaint, by)
    else:
        ledger.read_caches(complaint)
    ledger.save(complaint)
    return complaint


@transaction.atomic
def route_complaint(uuid, *, by, agency=None, reason="") -> Complaint:
    """To whoever holds the file now, else by category and place; or where a person says, with a reason. Again at any time."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_route, by, complaint)
    refuse_unless_possible("route", complaint)
    if agency is None:
        _route_by_rule(complaint, by)
    else:
        reason = needed(reason, REASON_NEEDED, 300)
        if complaint.is_grave and not may_have_grave(agency, complaint):
            raise Refused(NOT_FOR_GRAVE)
        rule = target_of(complaint)
        role = rule.role if rule and rule.agency == agency else unit_role(agency)
        _route(complaint, Target(agency, role, MovedWith.PERSON), by, reason)
    ledger.save(complaint)
    return complaint


@transaction.atomic
def pass_on_complaint(uuid, *, by, passed_to) -> Complaint:
    """Not our authority: the reporter is told whose it is, and this office's work ends."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_pass_on, by, complaint)
    refuse_unless_possible("pass_on", complaint)
    complaint.passed_to = needed(passed_to, WHOSE_NEEDED, 200)
    complaint.pass_on()
    ledger.close(complaint)
    ledger.save(complaint)
    write_down("complaint.passed_on", complaint, by=by)
    notices.tell_reporter("passed_on", complaint, passed_to=complaint.passed_to)
    return complaint


@transaction.atomic
def merge_complaint(uuid, *, by, into_number) -> Complaint:
    """A duplicate goes on as the other one; both reporters are told, neither hears of the other."""
    other_uuid = _other(uuid, by, into_number)
    first, second = sorted([str(uuid), str(other_uuid)])  # one order of locks, whoever merges what
    Complaint.objects.locked(first)
    Complaint.objects.locked(second)
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_merge, by, complaint)
    refuse_unless_possible("merge", complaint)
    other = Complaint.objects.locked(other_uuid)
    if other.closed_at is not None or other == complaint:
        raise WrongState(NO_OTHER)
    _refuse_unlike(complaint, other)
    # Who may not see the one may not see the other from now on.
    other.about_user = other.about_user or complaint.about_user
    other.about_agency = other.about_agency or (complaint.about_agency if complaint.is_grave else None)
    complaint.merged_into = other
    complaint.merge()
    ledger.close(complaint, MERGED % {"number": other.number})
    ledger.save(complaint)
    ledger.save(other)
    write_down("complaint.merged", complaint, by=by, into=other.number)
    write_down("complaint.took_in", other, by=by, number_of=complaint.number)
    notices.tell_reporter("merged", complaint, into=other.number)
    notices.tell_reporter("took_in", other)
    if other.state == State.ANSWERED:
        pass_answer_on(other, other.thread.filter(side=Side.ANSWER).last(), to=complaint)
    return complaint


@transaction.atomic
def split_complaint(uuid, *, by, text, category) -> Complaint:
    """A part becomes a complaint of its own, with a new number, the same reporter, secret and day of receipt."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_split, by, complaint)
    refuse_unless_possible("split", complaint)
    office = grave_office(complaint.office, complaint.about_agency) if category.is_grave else complaint.office
    if office is None:
        raise Refused(NOBODY_FOR_GRAVE)
    part = new_complaint(
        office, category, complaint.received_at,
        text=needed(text, PART_NEEDED), identity=complaint.identity, channel=complaint.channel,
        application=complaint.application, permit=complaint.permit, place=complaint.place,
        place_words=complaint.place_words, happened_on=complaint.happened_on, split_from=complaint,
        about_agency=complaint.about_agency or (complaint.office if category.is_grave else None),
        about_user=complaint.about_user, secret=complaint.secret,
    )  # fmt: skip
    _copy_reporter(complaint, part)
    ledger.start(part, at=part.received_at)
    ledger.save(part)
    ledger.save(complaint)
    # Of what became grave the old complaint's journal, which the unit reads, says nothing.
    write_down("complaint.split", complaint if not part.is_grave else part, by=by, part=part.number)
    notices.tell_reporter("split", complaint, part=part.number)
    notices.tell_desk_received(part)
    return part


def _classify(complaint, category, duty) -> None:
    """Once grave it stays so: nobody lifts the cover that the reporter was promised."""
    complaint.category, complaint.duty = category, Duty(duty)
    complaint.is_grave = complaint.is_grave or category.is_grave
    complaint.limit_days = days_on(complaint.office.region.local_date(complaint.received_at))[complaint.duty]


def _route_by_rule(complaint, by) -> None:
    target = target_of(complaint)
    if target is None:
        raise Refused(NO_TARGET)
    if complaint.is_handed_back and complaint.routes.last().agency == target.agency:
        raise Refused(HANDED_BACK)
    _route(complaint, target, by)


def _route(complaint, target, by, reason="") -> None:
    is_first = complaint.routed_at is None
    there = complaint.routes.filter(ended_at__isnull=True, agency=target.agency, role=target.role)
    if there.exists() and complaint.moved_with == target.moved_with:
        raise WrongState(ALREADY_THERE)
    send_to(complaint, target, by=by, reason=reason)
    write_down("complaint.routed", complaint, by=by, agency=target.agency, how=str(target.moved_with), reason=reason)
    notices.tell_unit_routed(complaint, target)
    notices.tell_head_copy(complaint, target)
    if is_first:
        notices.tell_reporter("routed", complaint)


def _refuse_unlike(complaint, other) -> None:
    """Whoever may read the one may read the other: the same cover, and nobody named in the one alone."""
    if complaint.is_grave != other.is_grave:
        raise Refused(NOT_WITH_GRAVE)
    if _differ(complaint.about_user_id, other.about_user_id):
        raise Refused(OTHER_PERSON)
    if complaint.is_grave and _differ(complaint.about_agency_id, other.about_agency_id):
        raise Refused(OTHER_AGENCY)


def _differ(one, other) -> bool:
    return None not in (one, other) and one != other


def _other(uuid, by, number):
    found = Complaint.objects.at_desk_of(by).open().filter(number=number.strip().upper()).exclude(uuid=uuid)
    other = found.values_list("uuid", flat=True).first()
    if other is None:
        raise Refused(NO_OTHER)
    return other


def _copy_reporter(complaint, part) -> None:
    reporter: Reporter | None = reporter_of(complaint)
    if reporter is not None:
        contact = {name: getattr(reporter, name) for name in ("name", "phone", "email", "address")}
        keep_reporter(part, reporter.user, contact)
