"""The ready-made referral to the Ombudsman (UU 37/2008; handbook 5): facts, dates and what was done, without any name.

Indonesian, from rows that never change. Of the reporter it says how the identity was given, nothing more; officers are posts.
"""

from django.utils import translation

from agencies.clock import reckon
from agencies.working_days import calendar_of
from applications.letterhead import letterhead
from applications.progress import days_words
from complaints.models import Complaint, ComplaintMessage
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.pdf import letter
from ptsp_portal.lib.wording import moment_words, working_days

Side = ComplaintMessage.Side
LAW = [
    "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik, Pasal 44 sampai Pasal 50.",
    "Undang-Undang Nomor 37 Tahun 2008 tentang Ombudsman Republik Indonesia.",
    "Peraturan Menteri PANRB Nomor 62 Tahun 2018 tentang Pedoman Sistem Pengelolaan Pengaduan Pelayanan Publik Nasional.",
]
SHOWN = (Side.REPORTER, Side.DESK, Side.UNIT, Side.ANSWER)


@translation.override("id")
def referral_pdf(complaint: Complaint) -> bytes:
    return letter("complaints/print/referral.html", referral_doc(complaint))


def referral_doc(complaint: Complaint) -> dict:
    """Keys as in templates/complaints/print/referral.html."""
    office = complaint.office
    zone = office.region.zone
    return {
        "title": "Berkas Rujukan kepada Ombudsman Republik Indonesia",
        "number": complaint.number,
        "foot": f"Rujukan pengaduan {complaint.number} · {office.name} · dibuat {moment_words(now(), zone)}",
        "office": letterhead(office),
        "about": _about(complaint, zone),
        "text": complaint.text,
        "routes": {
            "columns": ["Sejak", "Kepada", "Cara", "Sampai"],
            "rows": [
                [
                    moment_words(route.at, zone),
                    route.agency.name,
                    route.get_moved_with_display(),
                    moment_words(route.ended_at, zone) if route.ended_at else "sekarang",
                ]
                for route in complaint.routes.select_related("agency")
            ],
        },
        "thread": {
            "columns": ["Waktu", "Dari", "Isi"],
            "rows": [
                [moment_words(each.at, zone), _from(each), each.text]
                for each in complaint.thread.filter(side__in=SHOWN).select_related("agency")
            ],
        },
        "warnings": {
            "columns": ["Waktu", "Peringatan kepada"],
            "rows": [
                [moment_words(each.at, zone), each.get_rung_display()] for each in complaint.warnings.order_by("at")
            ],
        },
        "legal_basis": LAW,
    }


def _about(complaint, zone) -> list[tuple[str, str]]:
    calendar = calendar_of(complaint.office.region)
    reckoned = reckon(complaint.clock_events.all(), calendar, complaint.binding_days, now())
    return [
        ("Nomor pengaduan", complaint.number),
        ("Pokok", complaint.title or complaint.category.name),
        ("Kategori", complaint.category.name),
        ("Diterima", f"{moment_words(complaint.received_at, zone)} melalui {complaint.get_channel_display()}"),
        ("Pelapor", {"open": "menyebut identitas", "confidential": "dirahasiakan", "anonymous": "tanpa nama"}[complaint.identity]),
        ("Yang diadukan", complaint.about_agency.name if complaint.about_agency else complaint.office.name),
        *([("Berkas", str(complaint.application))] if complaint.application else []),
        ("Batas hukum", f"{working_days(complaint.limit_days)} sejak diterima"),
        ("Hari kerja terpakai", days_words(reckoned.counted)),
        ("Keadaan", complaint.get_state_display()),
        ("Jawaban", moment_words(complaint.answered_at, zone) if complaint.answered_at else "belum ada"),
    ]  # fmt: skip


def _from(message) -> str:
    if message.side == Side.REPORTER:
        return "Pelapor"
    return message.agency.name if message.agency else message.get_side_display()
