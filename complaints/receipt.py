"""What stands on the receipt of a complaint: number, secret, and how to follow. Indonesian for every reader; no name on it."""

from django.conf import settings
from django.urls import reverse

from applications.letterhead import letterhead
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.qr import qr_data_uri
from ptsp_portal.lib.wording import grouped, moment_words

TITLE = "Tanda Terima Pengaduan"
SECRECY = {
    "open": "terbuka bagi yang menangani",
    "confidential": "rahasia, hanya diketahui petugas pengaduan",
    "anonymous": "tanpa nama, tidak disimpan",
}


def receipt_doc(complaint) -> dict:
    """Keys of templates/complaints/public/_receipt_body.html."""
    about = [("Tentang", complaint.category.name)]
    if complaint.application_id:
        about.append(("Berkas", str(complaint.application)))
    if complaint.permit_id:
        about.append(("Izin", complaint.permit.number))
    if complaint.lapor_number:
        about.append(("Nomor LAPOR!", complaint.lapor_number))
    about.append(("Nama pelapor", SECRECY[complaint.identity]))
    return _sheet(complaint.office, complaint.number, complaint.secret, complaint.received_at) | {"about": about}


def made_up_receipt(office, number, secret) -> dict:
    """What a robot gets to see."""
    return _sheet(office, number, secret, now()) | {"about": [("Nama pelapor", SECRECY["open"])]}


def _sheet(office, number, secret, received_at) -> dict:
    return {
        "title": TITLE,
        "office": letterhead(office),
        "number": number,
        "number_qr": qr_data_uri(number),
        "received_text": moment_words(received_at, office.region.zone),
        "follow_url": settings.SITE_URL + reverse("complaints:follow"),
        "secret": grouped(secret),
    }
