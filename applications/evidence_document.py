"""The evidence file (berkas bukti) of a deemed recommendation or a deemed approval: what was asked, sent, reminded and counted.

Indonesian, plain texts from rows that never change: requests, ledger, messages with their outcome, warnings, calendar, rule.
No personal data but the holder's name; who was told is a number of people.
"""

from collections import Counter
from datetime import timedelta

from agencies.clock import ClockEvent, reckon
from agencies.models import Holiday
from agencies.policies import signing_capacity
from agencies.working_days import calendar_of
from applications.permit_document import frame, laws_of
from applications.progress import days_words
from notifications.models import Message
from ptsp_portal.lib.wording import date_words, day_words, moment_words, working_days

LAW = [
    "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan, Pasal 53, sebagaimana telah diubah dengan Pasal 175 "
    "angka 6 Undang-Undang Nomor 11 Tahun 2020 dan Undang-Undang Nomor 6 Tahun 2023: bila dalam batas waktu tidak ditetapkan "
    "keputusan, permohonan dianggap dikabulkan secara hukum."
]
DAYS = ["", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
HOLDERS = {"applicant": "pemohon", "agencies": "instansi yang dimintai rekomendasi", "nobody": "–"}
ROLES = {
    "front_desk": "loket",
    "verifier": "verifikator",
    "endorser": "pemaraf",
    "head": "kepala",
    "officer": "petugas",
}
OUTCOMES = {"sent": "terkirim", "waiting": "menunggu dikirim", "parked": "gagal dikirim"}


def evidence_doc(printed) -> dict:
    """Keys as in templates/applications/print/evidence.html."""
    application, request = printed.application, printed.recommendation
    standard, office = application.standard, application.office
    zone, calendar = office.region.zone, calendar_of(office.region)
    requests = [request] if request else list(application.recommendations.select_related("agency").order_by("id"))
    act = _act(application, request)
    events = list((request or application).clock_events.select_related("agency"))
    counting = [event for event in events if event.kind != ClockEvent.Kind.STOP]
    limit = request.days if request else standard.time_limit_days
    reckoned = reckon(counting, calendar, limit, act["at"])
    title = "Berkas Bukti Rekomendasi Dianggap Diberikan" if request else "Berkas Bukti Dikabulkan karena Hukum"
    due_at = request.due_at if request else reckoned.due_at
    start = request.requested_at if request else application.submitted_at
    return frame(application, title, application.registration_number) | {
        "foot": f"{title} · {application.registration_number} · {office.name}",
        "statement": _statement(application, request, due_at, zone),
        "about": [
            ("Nomor registrasi", application.registration_number),
            ("Layanan", application.permit_type.name),
            ("Pemohon", application.holder_name),
            ("Diterima lengkap", moment_words(application.registered_at, zone)),
            *([("Instansi", request.agency.name)] if request else [("Nomor izin", application.issued_permit.number)]),
            ("Batas waktu", f"{working_days(limit)}, habis {moment_words(due_at, zone)}"),
            ("Hari kerja terpakai", f"{days_words(reckoned.counted)} sampai dinyatakan"),
            ("Dinyatakan", moment_words(act["at"], zone)),
            ("Alasan", act["reason"]),
        ],
        "requests": _table(
            "Instansi|Diminta|Batas|Diterima instansi|Jawaban", [_request(each, zone) for each in requests]
        ),
        "messages": _table(
            "Waktu|Pemberitahuan|Lewat|Penerima", _messages(application, request, requests, act["at"], zone)
        ),
        "warnings": _table(
            "Waktu|Kepada|Tentang|Batas waktu|Penerima",
            [_warning(each, zone) for each in _warnings(application, request)],
        ),
        "ledger": _table("Waktu|Catatan|Dipegang oleh|Alasan", [_event(each, zone) for each in events]),
        "calendar": _calendar(calendar, office.region),
        "days_off": _days_off(office.region, calendar.local_date(start), calendar.local_date(act["at"])),
        "rule": _rule(standard, request),
        "legal_basis": LAW + laws_of(application, calendar.local_date(act["at"])),
        "place": office.region.name,
        "issued_on_text": date_words(calendar.local_date(act["at"])),
        "signer": {"name": act["name"], "position": act["position"], "on_behalf": ""},
        "verification": {},
    }


def _table(heads: str, rows: list[list[str]]) -> dict:
    return {"columns": heads.split("|"), "rows": rows}


def _act(application, request) -> dict:
    """Who stated it, when and why."""
    if request is None:
        signed = application.permit if application.makes_a_permit else application.fulfilment
        reason = "\n".join(application.decision.reasons)
        return {
            "at": signed.signed_at,
            "reason": reason,
            "name": signed.signer_name,
            "position": signed.signer_position,
        }
    by = request.deemed_by
    capacity = signing_capacity(by, application.office, application.standard.signing_role)
    position = capacity.position if capacity else f"Kepala {application.office.name}"
    return {"at": request.closed_at, "reason": request.reasons, "name": by.full_name, "position": position}


def _statement(application, request, due_at, zone) -> str:
    late = moment_words(due_at, zone)
    if request:
        return (
            f"Sampai batas jawabnya, {late}, {request.agency.name} tidak memberi jawaban atas permintaan rekomendasi di bawah "
            "ini. Menurut standar pelayanan yang berlaku, diamnya instansi itu dianggap tidak berkeberatan."
        )
    return (
        f"Sampai batas waktunya, {late}, tidak ditetapkan keputusan atas permohonan di bawah ini. Menurut standar pelayanan "
        "yang berlaku, permohonan itu dikabulkan karena hukum."
    )


def _request(each, zone) -> list[str]:
    ends = {"given": "dijawab", "withdrawn": "ditarik", "deemed": "dianggap tidak berkeberatan"}
    received = moment_words(each.acknowledged_at, zone) if each.acknowledged_at else "tidak pernah ditandai diterima"
    outcome = f"{ends[each.state]} {moment_words(each.closed_at, zone)}" if each.state in ends else "tidak dijawab"
    due = f"{working_days(each.days)}; {moment_words(each.due_at, zone)}" if each.due_at else working_days(each.days)
    return [each.agency.name, moment_words(each.requested_at, zone), due, received, outcome]


def _messages(application, request, requests, until, zone) -> list[list[str]]:
    """One line for each message, way and outcome: to how many people. Sent on until the act itself."""
    about = [each.uuid for each in requests] + ([] if request else [application.uuid])
    rows = Message.objects.filter(about__in=about, created_at__lt=until).order_by("created_at", "id")
    lines = Counter(
        (row.created_at, row.subject, row.get_channel_display(), OUTCOMES[row.state]) for row in rows.iterator()
    )
    return [
        [moment_words(at, zone), subject, str(channel), f"{people} orang: {outcome}"]
        for (at, subject, channel, outcome), people in lines.items()
    ]


def _warnings(application, request):
    if request:
        return application.deadline_warnings.filter(recommendation=request).select_related("recommendation__agency")
    return application.deadline_warnings.select_related("recommendation__agency")


def _warning(each, zone) -> list[str]:
    thing = each.recommendation.agency.name if each.recommendation else "berkas"
    due = moment_words(each.due_at, zone)
    return [moment_words(each.sent_at, zone), str(each.get_rung_display()), thing, due, f"{each.told} orang"]


def _event(event, zone) -> list[str]:
    holder = HOLDERS.get(event.holder) or " ".join([ROLES.get(event.role, event.role), event.agency.name])
    reason = str(event.get_reason_display()) if event.reason else getattr(event, "words", "")
    return [moment_words(event.at, zone), str(event.get_kind_display()), holder.strip(), reason or "–"]


def _calendar(calendar, region) -> list[tuple[str, str]]:
    friday = f"; Jumat sampai {calendar.friday_closes:%H.%M}" if calendar.friday_closes != calendar.closes else ""
    return [
        ("Wilayah", region.full_name),
        ("Zona waktu", calendar.zone),
        ("Hari kerja", ", ".join(DAYS[day] for day in sorted(calendar.weekdays))),
        ("Jam kerja", f"{calendar.opens:%H.%M}–{calendar.closes:%H.%M}{friday}"),
        ("Hari ke-0", "hari diterima; setelah jam kerja atau pada hari libur: hari kerja berikutnya"),
    ]  # fmt: skip


def _days_off(region, first, last) -> list[str]:
    """Days off within the period, each with its kind and its legal basis."""
    lineage = region.lineage
    rows = Holiday.objects.filter(on__gte=first, on__lte=last + timedelta(days=1)).order_by("on")
    return [
        f"{day_words(row.on)}: {row.name} ({row.get_kind_display()}{'; ' + row.legal_basis if row.legal_basis else ''})"
        for row in rows
        if row.region_id is None or row.region_id in lineage
    ]


def _rule(standard, request) -> list[tuple[str, str]]:
    silence = "diam dinas berarti tidak berkeberatan" if request else "fiktif positif: diam berarti dikabulkan"
    return [
        ("Standar pelayanan", f"{standard.permit_type.name}, versi {standard.version}"),
        ("Berlaku sejak", date_words(standard.effective_from)),
        ("Jangka waktu", working_days(standard.time_limit_days)),
        ("Aturan diam", silence),
    ]
