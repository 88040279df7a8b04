"""What stands on the letters after a decision: a measure against an issued permit, and the answer to an objection.

Plain texts for the print templates, Indonesian for every reader.
"""

from django.conf import settings
from django.urls import reverse

from applications.corrections import as_corrected
from applications.models import PermitMeasure
from applications.permit_document import frame
from ptsp_portal.lib.qr import qr_data_uri
from ptsp_portal.lib.wording import date_words, grouped

Kind = PermitMeasure.Kind
ORDINALS = {1: "Pertama", 2: "Kedua", 3: "Ketiga"}
TITLES = {
    Kind.SUSPENSION: "Keputusan Pembekuan Izin",
    Kind.REINSTATEMENT: "Keputusan Pengaktifan Kembali Izin",
    Kind.REVOCATION: "Keputusan Pencabutan Izin",
}
LAW = "Ketentuan ini menurut Pasal 75 sampai dengan Pasal 78 Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan."
MAY_OBJECT = [
    "Bila Anda tidak sependapat, Anda dapat mengajukan keberatan secara tertulis kepada pejabat yang menetapkan keputusan ini, "
    "paling lambat 21 (dua puluh satu) hari kerja sejak keputusan ini Anda terima; keberatan diselesaikan paling lambat 10 "
    "(sepuluh) hari kerja.",
    LAW,
]
MAY_APPEAL = [
    "Bila Anda belum puas, Anda dapat mengajukan banding kepada atasan pejabat yang menetapkan keputusan ini, paling lambat 10 "
    "(sepuluh) hari kerja sejak keputusan ini Anda terima.",
    "Setelah upaya itu Anda dapat mengajukan gugatan ke Pengadilan Tata Usaha Negara.",
    LAW,
]


def measure_doc(measure) -> dict:
    """Keys as in templates/applications/print/measure.html."""
    permit = measure.permit
    application, region = permit.application, permit.office.region
    url = settings.SITE_URL + reverse("applications:verify", args=[permit.verification_code])
    reading = as_corrected(application)
    return frame(application, _title(measure), measure.number) | {
        "holder": {"name": reading.holder_name, "identity": [("Alamat", reading.holder_address)]},
        "opening": _opening(measure),
        "about": [
            ("Nomor izin", permit.number),
            ("Jenis izin", permit.permit_type.name),
            ("Ditetapkan", date_words(permit.issued_on)),
            ("Berlaku sampai", date_words(permit.valid_until) if permit.valid_until else "tanpa batas waktu"),
        ],
        "reasons": _lines(measure.reason),
        "legal_basis": _lines(measure.legal_basis),
        "to_repair": _lines(measure.to_repair),
        "effect": _effect(measure),
        "remedy": MAY_OBJECT if measure.kind in (Kind.SUSPENSION, Kind.REVOCATION) else [],
        "place": region.name,
        "issued_on_text": date_words(region.local_date(measure.signed_at)),
        "signer": {"name": measure.signer_name, "position": measure.signer_position, "on_behalf": ""},
        "verification": {"code": grouped(permit.verification_code), "url": url, "qr": qr_data_uri(url)},
        "copies": sorted({each.agency.name for each in application.recommendations.select_related("agency")}),
    }


def _title(measure) -> str:
    if measure.kind == Kind.WARNING:
        return f"Surat Teguran {ORDINALS[measure.ordinal]}"
    return TITLES[measure.kind]


def _opening(measure) -> str:
    return {
        Kind.WARNING: "Setelah kami periksa, dengan ini kami memberi teguran atas pelaksanaan izin berikut:",
        Kind.SUSPENSION: "Dengan ini kami tetapkan pembekuan izin berikut:",
        Kind.REINSTATEMENT: "Dengan ini kami tetapkan bahwa izin berikut berlaku kembali:",
        Kind.REVOCATION: "Dengan ini kami tetapkan pencabutan izin berikut:",
    }[measure.kind]


def _effect(measure) -> list[str]:
    """What holds from now on."""
    if measure.kind == Kind.WARNING:
        return [
            "Izin tetap berlaku. Bila yang disebut di atas tidak diperbaiki, dapat ditetapkan teguran berikutnya, pembekuan, "
            "atau pencabutan izin."
        ]
    if measure.kind == Kind.SUSPENSION:
        until = f"sampai dengan {date_words(measure.until_on)}" if measure.until_on else "sampai diaktifkan kembali"
        return [f"Izin dibekukan sejak keputusan ini ditetapkan {until}. Selama itu kegiatannya tidak boleh berjalan."]
    if measure.kind == Kind.REINSTATEMENT:
        return ["Izin berlaku lagi sejak keputusan ini ditetapkan, dengan masa berlaku yang tidak berubah."]
    ground = measure.get_ground_display()
    return [f"Izin tidak berlaku lagi sejak keputusan ini ditetapkan. Dasar pencabutan: {ground}."]


def objection_doc(application) -> dict:
    """The answer to the objection. Keys as in templates/applications/print/objection.html."""
    objection, rejection, region = application.objection, application.rejection, application.office.region
    granted = objection.outcome == "granted"
    return frame(application, "Keputusan atas Keberatan", objection.letter_number) | {
        "holder": {"name": application.holder_name, "identity": [("Alamat", application.holder_address)]},
        "about": [
            ("Nomor keberatan", objection.number),
            ("Diajukan", date_words(region.local_date(objection.filed_at))),
            (
                "Atas Surat Penolakan",
                f"{rejection.number} tanggal {date_words(region.local_date(rejection.signed_at))}",
            ),
            ("Permohonan", f"{application.permit_type.name}, nomor registrasi {application.registration_number}"),
        ],
        "outcome": "dikabulkan" if granted else "ditolak",
        "reasons": _lines(objection.reasons),
        "effect": [
            "Surat Penolakan tersebut dibatalkan. Permohonan diproses lagi tanpa diajukan ulang, dan hari layanannya dihitung "
            "dari awal."
            if granted
            else "Surat Penolakan tersebut tetap berlaku."
        ],
        "remedy": [] if granted else MAY_APPEAL,
        "place": region.name,
        "issued_on_text": date_words(region.local_date(objection.decided_at)),
        "signer": {"name": objection.signer_name, "position": objection.signer_position, "on_behalf": ""},
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
