"""Paper of the counter: the consent form, the numbered stubs of the emergency register, the blank form of a service.

Made when they are asked for, and stored nowhere: nothing on them is a decision. Letters are Indonesian (product.md, rule 10).
"""

from django.utils import translation

from applications.letterhead import letterhead
from applications.models import PaperBlock
from applications.schema.form import FormSpec, sections
from ptsp_portal.lib.identifiers import masked
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.pdf import letter
from ptsp_portal.lib.wording import date_words, moment_words, working_days

TABLE_ROWS = 5
LONG_KINDS = {"textarea", "geo_polygon"}


@translation.override("id")
def consent_form_pdf(application, agency, *, by) -> bytes:
    """To be signed or thumb-printed by the applicant, and scanned. `by`: the officer who helps."""
    doc = {
        "title": "Persetujuan Pengajuan Permohonan oleh Petugas",
        "number": "",
        "foot": f"Formulir persetujuan · {agency.name}",
        "office": letterhead(agency),
        "person": [
            ("Nama", application.person.name),
            ("NIK", masked(application.person.nik)),
            ("Alamat", f"{application.person.address}, {application.person.region.full_name}"),
        ],
        "service": [
            ("Layanan", application.permit_type.name),
            *_about_a_permit(application),
            ("Kantor yang dituju", application.office.name),
            ("Petugas yang membantu", by.full_name),
        ],
        "place": agency.region.name,
    }
    return letter("applications/print/consent_form.html", doc)


def _about_a_permit(application) -> list[tuple[str, str]]:
    """What the holder consents to: a closure is not a renewal."""
    if not application.of_permit_id:
        return []
    return [("Jenis permohonan", f"{application.get_kind_display()} izin nomor {application.of_permit.number}")]


@translation.override("id")
def stubs_pdf(block: PaperBlock) -> bytes:
    """A sheet of numbered stubs: the left half is cut off for the applicant, the right half stays."""
    agency = block.agency
    doc = {
        "title": "Buku Register Darurat",
        "number": "",
        "foot": f"Register darurat {block} · {agency.name}",
        "office": letterhead(agency),
        "reserved": f"dipesan {moment_words(block.reserved_at, agency.region.zone)} – {block.reason}",
        "agency": agency.name,
        "stubs": [block.number_text(number) for number in range(block.first, block.last + 1)],
    }
    return letter("applications/print/stubs.html", doc)


def blank_form_pdf(offer, standard) -> bytes:
    """The fields and the list of papers of a service, to be filled in by hand on a day without power."""
    return letter("applications/print/blank_form.html", blank_form_doc(offer, standard))


@translation.override("id")
def blank_form_doc(offer, standard) -> dict:
    office, spec = offer.office, FormSpec.from_json(standard.fields)
    return {
        "title": f"Formulir {offer.permit_type.name}",
        "number": "",
        "foot": f"Formulir cetak {offer.permit_type.name} · {office.name} · versi standar {standard.version}",
        "office": letterhead(office),
        "terms": [
            ("Selesai paling lambat", f"{working_days(standard.time_limit_days)} sejak berkas diterima lengkap"),
            ("Biaya", "berbayar, ditetapkan kemudian" if standard.has_fee else "GRATIS"),
        ],
        "sections": [
            {"title": section.title, "fields": [_blank(field) for field in section.fields]}
            for section in sections(spec)
        ],
        "papers": [_paper(each) for each in standard.requirements_for("new", day=office.region.local_date(now()))],
        "place": office.region.name,
    }


def _paper(requirement) -> dict:
    note = "wajib" if requirement["mandatory"] else "bila ada"
    issuer = requirement.get("issued_by", "")
    return {"name": requirement["name"], "note": f"{note}; diterbitkan oleh {issuer}" if issuer else note}


def _blank(field) -> dict:
    """One field as something to write on: choices to tick, a table with empty rows, or lines."""
    found = {
        "label": field.label,
        "required": field.required,
        "help": " ".join(part for part in (field.show_when.words() if field.show_when else "", field.help) if part),
        "lines": 1,
        "choices": [],
        "columns": [],
    }
    if field.type == "table":
        return found | {"columns": [column.label for column in field.columns], "rows": list(range(TABLE_ROWS))}
    if field.choices and not field.free_choice:
        return found | {"choices": list(field.choices)}
    return found | {"lines": 3 if field.type in LONG_KINDS else 1}


@translation.override("id")
def slip_doc(application, agency, code: str, relation: str) -> dict:
    """The hand-over slip, printed from the page that made the code."""
    until = agency.region.local_date(application.assistance.handover_expires_at)
    return {
        "title": "Kode Serah Terima Permohonan",
        "number": application.registration_number or application.reference or "",
        "office": letterhead(agency),
        "about": [("Layanan", application.permit_type.name), ("Kantor yang dituju", application.office.name)],
        "code": code,
        "until": date_words(until),
        "is_family": relation == "family",
    }
