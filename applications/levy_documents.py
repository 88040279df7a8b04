"""What stands on a bill (SKRD) and on the receipt of a hand-over: plain Indonesian texts for the print templates."""

from decimal import Decimal

from lokal import terbilang

from applications.letters.values import with_text
from applications.levy import HOW_TO_PAY
from applications.permit_document import COMPLAINT, frame
from applications.schema.kinds.numbers import write_number
from ptsp_portal.lib.qr import qr_data_uri
from ptsp_portal.lib.wording import date_words, day_words, moment_words, rupiah


def skrd_doc(bill) -> dict:
    """Keys as in templates/applications/print/skrd.html."""
    application = bill.application
    region = application.office.region
    issued_on = region.local_date(bill.issued_at)
    basis = bill.tariff.get("legal_basis") or "peraturan daerah tentang retribusi daerah"
    doc = frame(application, "Surat Ketetapan Retribusi Daerah (SKRD)", bill.number) | {
        "foot": f"SKRD {bill.number} · {application.office.name}",
        "number_qr": qr_data_uri(bill.number),
        "amount_text": rupiah(bill.amount),
        "in_words": in_words(bill.amount),
        "expiry_text": day_words(bill.expires_on),
        "about": [
            ("Wajib retribusi", application.holder_name),
            ("Alamat", application.holder_address),
            ("Layanan", application.permit_type.name),
            ("Nomor registrasi", application.registration_number),
            ("Ditetapkan", date_words(issued_on)),
            ("Dasar pengenaan", basis),
        ],
        "basis_text": basis,
        "lines": [
            {
                "label": line["label"],
                "tariff": f"{rupiah(line['tariff'])} / {line['unit']}",
                "quantity": write_number(Decimal(line["quantity"])),
                "amount": rupiah(line["amount"]),
            }
            for line in bill.lines
        ],
        "how_to_pay": bill.tariff.get("how_to_pay") or HOW_TO_PAY,
        "issuer": bill.issued_by.full_name,
        "place": region.name,
        "issued_on_text": date_words(issued_on),
        "complaint": COMPLAINT,
    }
    return with_text("bill", doc, application, about=bill, day=issued_on)


def in_words(amount: int) -> str:
    """ "seratus lima puluh ribu rupiah"."""
    return f"{terbilang(amount)} rupiah"


def hand_over_doc(handed) -> dict:
    """Keys as in templates/applications/print/handover.html."""
    application, permit = handed.application, handed.permit
    region = application.office.region
    return frame(application, "Tanda Terima Penyerahan Izin", permit.number) | {
        "foot": f"Penyerahan {permit.number} · {application.office.name}",
        "about": [
            ("Izin", application.permit_type.name),
            ("Nomor izin", permit.number),
            *([] if application.makes_a_permit else [("Yang diserahkan", str(application.outcome.document_name))]),
            ("Pemegang", permit.shown_name),
            ("Nomor registrasi", application.registration_number),
            ("Diserahkan", moment_words(handed.at, region.zone)),
            ("Diterima oleh", handed.recipient_name),
            ("Sebagai", handed.get_relation_display()),
            ("Identitas yang ditunjukkan", handed.get_identity_display()),
            *([("Penyerahan ulang", handed.reason)] if handed.is_again else []),
        ],
        "officer": handed.by.full_name,
        "recipient": handed.recipient_name,
        "place": region.name,
        "day_text": date_words(region.local_date(handed.at)),
        "complaint": COMPLAINT,
    }


OF_A_BILL = {"skrd": skrd_doc}
OF_A_HAND_OVER = {"handover": hand_over_doc}
