"""A file that does not exist, for samples of a letter: made-up answers that pass every check, and people who are nobody.

It is read by the same builders as a real file, so a sample can't say other things than the letter; nothing is stored.
"""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

from django.core.exceptions import ValidationError

from agencies.models import Agency
from agencies.routing import agencies_for
from applications.form_context import context_for
from applications.levy import lines_of, rows_of
from applications.models import Application, Decision
from applications.schema.answers import store
from applications.schema.form import FormSpec
from applications.schema.kinds import kind_of
from applications.schema.kinds.base import Place
from applications.schema.spec import read_fields
from ptsp_portal.lib.moment import now

NUMBER, NAME = "CONTOH", "Siti Contoh Rahmawati"
FIXED = {
    "nik": "2171035203900004",
    "npwp": "0123456789012345",
    "nib": "9120301234567",
    "kbli": "47721",
    "phone": "+6281277001234",
    "email": "contoh@contoh.test",
    "geo_point": "1.1283, 104.0531",
    "geo_polygon": "1.10, 104.00\n1.10, 104.02\n1.12, 104.02\n1.12, 104.00",
    "boolean": "ya",
}
TARIFF = {"kind": "fixed", "amount": 150_000, "label": "Retribusi contoh"}


def sample_answers(standard, office) -> dict:
    """Stored answers: one to every question, also to those that are only asked after another answer."""
    fields = [field for field in read_fields(standard.fields)[0] if field]
    context, today = context_for(office), office.region.local_date(now())
    found = {field.code: _value(field, context, today) for field in fields}
    return store(FormSpec(tuple(fields)), {code: value for code, value in found.items() if value is not None})


def _value(field, context, today):
    """The first made-up value that the field's own check takes; None when it takes none."""
    kind = kind_of(field)
    if field.type == "table":
        row = {column.code: _value(column, context, today) for column in field.columns}
        wanted = [row] * min(2, getattr(field, "max_rows", None) or 2)
        return wanted if any(cell is not None for cell in row.values()) else None
    for value in _candidates(field, context, today):
        try:
            return kind.check(value, field, context)
        except (ValidationError, ValueError, TypeError):
            continue
    return None


def _candidates(field, context, today) -> list:
    if field.type in FIXED:
        return [FIXED[field.type]]
    if field.type == "region":
        return [Place(code) for _group, places in context.choices_for_region(field.level) for code, _name in places[:1]]
    if field.type == "multichoice" and field.choices_from:
        groups = context.choices_for_region(field.choices_from)
        return [[code for _group, places in groups for code, _name in places][:2]]
    if field.type in ("choice", "multichoice") and not field.free_choice:
        return [field.choices[0]] if field.type == "choice" else [list(field.choices[:2])]
    if field.type == "date":
        ahead = any(word in field.code for word in ("selesai", "berlaku", "akhir", "sampai"))
        days = [today + timedelta(days=365), today - timedelta(days=365)]
        return [*(days if ahead else days[::-1]), *_bounds(field)]
    if field.type in ("integer", "decimal", "money"):
        usual = [str(today.year - 3)] if "tahun" in field.code else ["12500000"] if field.type == "money" else ["12"]
        return [*usual, *_bounds(field)]
    words = _words(field)
    return [words, words.split()[0], "Contoh"[: getattr(field, "max_length", None) or 6]]


def _bounds(field) -> list:
    return [each if isinstance(each, date) else str(each) for each in (field.low, field.high) if each is not None]


def _words(field) -> str:
    if field.code.startswith(("alamat", "lokasi")):
        return "Jalan Contoh No. 12"
    if field.type == "textarea":
        return f"{field.label} contoh, baris pertama.\nBaris kedua."
    return f"{field.label.split('(')[0].strip()} contoh"[:100]


# --- the file ---------------------------------------------------------------------------------------------------------


class _Rows(list):
    """Answers like a set of rows, whatever is asked of it."""

    def _same(self, *_some, **_more):
        return self

    all = current = filter = select_related = order_by = answering_requirements = _same

    def first(self):
        return self[0] if self else None


def sample_office(standard) -> Agency | None:
    """The standard's own office; of a national template any that could offer it."""
    if standard.office_id:
        return standard.office
    level = standard.permit_type.level
    return Agency.objects.filter(kind__in=Agency.ISSUING, region__level=level, is_active=True).order_by("pk").first()


def sample_file(standard, office, answers: dict | None = None):
    """An application as the builders of letters read it. `answers` as they are stored; without them made-up ones."""
    at, region = now(), office.region
    today = region.local_date(at)
    officer = SimpleNamespace(full_name="Petugas Contoh", memberships=_Rows())
    months = standard.validity_months
    laws = [law for law in standard.laws_on(today) if "verifikasi" not in law]
    decided = {"signer_name": "Pejabat Contoh", "signer_position": f"Kepala {office.name}"}
    return SimpleNamespace(
        uuid=uuid4(),  # of no file: nothing was ever written down about it
        standard=standard, permit_type=standard.permit_type, office=office, kind=Application.Kind.NEW, cause="",
        answers=sample_answers(standard, office) if answers is None else answers,
        business_id=None, of_permit=None, replaces_a_permit=False, makes_a_permit=True, has_fee=standard.has_fee,
        get_kind_display=lambda: Application.Kind.NEW.label, outcome=None, objection=None,
        holder_name=NAME, holder_identity=FIXED["nik"], holder_address="Jalan Contoh No. 12, Kelurahan Contoh",
        registration_number=NUMBER, registered_at=at, registered_by=officer, tracking_secret="CONTOH00",
        promised_on=today + timedelta(days=standard.time_limit_days),
        requirements=standard.requirements_for("new", day=today),
        documents=_Rows(SimpleNamespace(requirement_code=each["code"]) for each in standard.requirements),
        recommendations=_Rows(SimpleNamespace(agency=agency, state="given", is_current=True)
                              for agency in _agencies(standard, office)),
        decision=SimpleNamespace(verdict=Decision.Verdict.ISSUE, conditions=["Ketentuan contoh yang pertama.",
                                 "Ketentuan contoh yang kedua."], reasons=[], legal_basis=""),
        permit=SimpleNamespace(number=NUMBER, verification_code="CONTOH00", issued_on=today,
                               valid_until=today + timedelta(days=30 * months) if months else None, **decided),
        rejection=SimpleNamespace(number=NUMBER, reasons=["Alasan contoh yang pertama.", "Alasan contoh yang kedua."],
                                  legal_basis="\n".join(laws) or "Dasar hukum contoh",
                                  signed_at=at, **decided),
    )  # fmt: skip


def _agencies(standard, office) -> list[Agency]:
    """Who would be asked, each once; where an answer names the region, the one of the office's own."""
    codes = [standard.agency_from.get(code, {}).get("agency", code) for stage in standard.stages for code in stage]
    found = agencies_for([(code, office.region_id) for code in codes]).values() if codes else []
    return list({agency.pk: agency for agency in found if agency}.values())


def sample_inspection(file):
    agency = next((each.agency for each in file.recommendations), file.office)
    sender = SimpleNamespace(full_name="Petugas Contoh", memberships=_Rows())
    team = [("Ketua Tim Contoh", "Penata", True), ("Anggota Tim Contoh", "Pengawas", False)]
    return SimpleNamespace(
        application=file, agency=agency, agency_id=agency.pk, letter_number=NUMBER, place="Jalan Contoh No. 12",
        purpose="Kesesuaian lokasi dengan permohonan", agreed_at=now(), starts_at=now() + timedelta(days=2),
        recommendation=SimpleNamespace(requested_at=now(), unit_id=None), proposed_by=sender,
        team=_Rows(SimpleNamespace(user=SimpleNamespace(full_name=name), title=title, is_lead=lead)
                   for name, title, lead in team),
    )  # fmt: skip


def sample_bill(file):
    """By the standard's own tariff, its first line; by a made-up one while it has none."""
    tariff = file.standard.levy if rows_of(file.standard.levy) else TARIFF
    quantity = Decimal(1) if tariff["kind"] == "fixed" else Decimal(10)
    lines = lines_of(tariff, rows_of(tariff)[0]["code"], quantity)
    return SimpleNamespace(
        application=file, number=NUMBER, tariff=tariff, lines=[line.as_json() for line in lines],
        amount=sum(line.amount for line in lines), issued_at=now(), issued_by=file.registered_by,
        expires_on=file.promised_on + timedelta(days=30),
    )  # fmt: skip
