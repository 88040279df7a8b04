"""What an office hangs on its wall and adds to its decree: the poster of the six published components, the annex with all fourteen,
the service pledge. Made from the standard when they are asked for, and stored nowhere. Indonesian (product.md, rule 10).
"""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst

from agencies.models import Agency, Membership
from agencies.policies import signing_capacity
from applications.catalogue.components import lines_of, own_words, validity
from applications.catalogue.office_shelf import OfficeShelf
from applications.catalogue.standard_page import (
    published_words,
    recommending_agencies,
    requirement_words,
    retired_laws,
    retired_requirements,
    tariff_words,
)
from applications.letterhead import letterhead
from applications.models import Application, ServiceStandard
from applications.permit_document import UNCHECKED
from applications.standards.terms import COMPONENTS
from ptsp_portal.lib.pdf import letter
from ptsp_portal.lib.qr import qr_data_uri
from ptsp_portal.lib.wording import date_words, working_days

# Handbook part 7: the usual text.
PLEDGE = (
    "Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar pelayanan yang telah ditetapkan dan apabila "
    "tidak menepati janji ini, kami siap menerima sanksi sesuai peraturan perundang-undangan yang berlaku."
)
NOT_SET = "Belum ditetapkan."


def poster_pdf(standard: ServiceStandard, office: Agency, day: date) -> bytes:
    """A4 for a wall; `day`: the local day whose standard it is."""
    return letter("applications/print/standard_poster.html", poster_doc(standard, office, day))


def annex_pdf(standard: ServiceStandard, office: Agency, day: date) -> bytes:
    """All fourteen components as the annex of the decree, with the head's signature block."""
    return letter("applications/print/standard_annex.html", annex_doc(standard, office, day))


def pledge_pdf(office: Agency, shelf: OfficeShelf, day: date) -> bytes:
    """Maklumat pelayanan of the office, to be signed by its head and hung up."""
    return letter("applications/print/service_pledge.html", pledge_doc(office, shelf, day))


@translation.override("id")
def poster_doc(standard, office, day) -> dict:
    """Keys as in templates/applications/print/standard_poster.html."""
    words, name = published_words(standard, day), standard.permit_type.name
    papers = [requirement_words(each) for each in standard.requirements_for("new", day=day)]
    facts = [
        _fact("3. Jangka waktu", working_days(standard.time_limit_days), words["time"], words["time_notes"]),
        _fact("4. Biaya", "Berbayar" if standard.has_fee else "GRATIS", words["cost"], words["cost_notes"]),
        _fact("5. Produk pelayanan", f"berlaku {validity(standard.validity_months)}", "", words["product"]),
    ]
    sections = [
        _section("1. Persyaratan", papers + words["requirements_notes"], numbered=True),
        _section("2. Prosedur", words["procedure"], numbered=True),
        _section("Tarif", tariff_words(standard)),
        _section("6. Pengaduan, saran, dan masukan", words["complaints"]),
    ]
    address = settings.SITE_URL + reverse("applications:office_service", args=[standard.permit_type.code, office.slug])
    return {
        "title": name,
        "number": "",
        "foot": f"{_whose(standard)} {standard.version}, berlaku sejak {date_words(standard.effective_from)}{_decree(standard)}",
        "office": letterhead(office),
        "is_free": not standard.has_fee,
        "facts": facts,
        "sections": [each for each in sections if each["lines"]],
        "url": address,
        "qr": qr_data_uri(address),
    }


def _fact(title: str, large: str, words: str, notes: list[str]) -> dict:
    return {"title": title, "large": large, "lines": [line for line in (words, *notes) if line]}


def _section(title: str, lines: list[str], *, numbered=False) -> dict:
    return {"title": title, "lines": lines, "numbered": numbered}


def _whose(standard) -> str:
    return "Standar pelayanan versi" if standard.office_id else "Templat nasional versi"


def _decree(standard) -> str:
    if not standard.decree_number:
        return ""
    return f", SK Nomor {standard.decree_number}" + (
        f" tanggal {date_words(standard.decree_on)}" if standard.decree_on else ""
    )


@translation.override("id")
def annex_doc(standard, office, day) -> dict:
    """Keys as in templates/applications/print/standard_annex.html."""
    signer = signer_of(standard, office)
    return {
        "title": f"Standar Pelayanan {standard.permit_type.name}",
        "number": "",
        "foot": f"Lampiran standar pelayanan {standard.permit_type.name} · {office.name} · versi {standard.version}",
        "office": letterhead(office),
        "decree": {
            "of": signer["position"],
            "number": standard.decree_number,
            "on": date_words(standard.decree_on) if standard.decree_on else "",
        },
        "since": date_words(standard.effective_from),
        "version": standard.version,
        "is_template": not standard.office_id,
        "rows": annex_rows(standard, office, day),
        "place": office.region.name,
        "issued_on_text": date_words(standard.decree_on) if standard.decree_on else "",
        "signer": signer,
    }


def annex_rows(standard, office, day) -> list[dict]:
    """The fourteen components in the order of the law: {number, title, lines, numbered, notes}."""
    words = published_words(standard, day)
    made = {
        "requirements": (
            _papers(standard, day),
            words["requirements_notes"] + _retired(retired_requirements(standard, day)),
        ),
        "procedure": (words["procedure"], _asked(standard, office)),
        "time": ([words["time"]], words["time_notes"]),
        "cost": (
            [words["cost"], *tariff_words(standard)],
            words["cost_notes"] + lines_of(standard.levy.get("legal_basis")),
        ),
        "product": (words["product"], []),
        "complaints": (words["complaints"], []),
        "legal_basis": (
            [law for law in standard.laws_on(day) if UNCHECKED not in law],
            own_words((standard.components or {}).get("legal_basis")) + _retired(retired_laws(standard, day)),
        ),
    }
    rows = []
    for number, (key, title, _term) in enumerate(COMPONENTS, 1):
        lines, notes = made.get(key) or (lines_of((standard.components or {}).get(key)), [])
        is_list = key in ("requirements", "procedure", "legal_basis")
        row = {"number": number, "title": title, "lines": lines or [NOT_SET], "numbered": is_list and bool(lines)}
        rows.append(row | {"notes": notes})
    return rows


def _papers(standard, day) -> list[str]:
    """Those of a new filing, then those that only later filings bring, each with its kinds."""
    later = [
        each
        for each in standard.requirements
        if each.get("for") and "new" not in each["for"] and not standard.is_retired("requirements", each["code"], day)
    ]
    papers = [requirement_words(each) for each in standard.requirements_for("new", day=day)]
    return papers + [requirement_words(each, f"untuk {_kinds(each['for'])}") for each in later]


def _kinds(kinds) -> str:
    return ", ".join(str(Application.Kind(kind).label).lower() for kind in kinds if kind in Application.Kind.values)


def _asked(standard, office) -> list[str]:
    """Who is asked in each stage, how long each has, who may visit."""
    found = []
    stages = recommending_agencies(standard, office.region)
    for number, stage in enumerate(stages, 1):
        before = f"Tahap {number}, " if len(stages) > 1 else ""
        found += [capfirst(f"{before}rekomendasi {each['name']}: {_terms(each)}.") for each in stage]
    return found


def _terms(agency: dict) -> str:
    words = [f"paling lama {working_days(agency['days'])}"]
    words += ["dengan peninjauan lapangan"] * agency["visits"] + ["bersifat saran"] * agency["is_advisory"]
    return ", ".join(words)


def _retired(ended: list[dict]) -> list[str]:
    return [f"Dicabut sejak {date_words(each['on'])}: {each['name']}. Alasan: {each['why']}" for each in ended]


@translation.override("id")
def pledge_doc(office, shelf, day) -> dict:
    """Keys as in templates/applications/print/service_pledge.html. Dated as the youngest standard of the office's own; without
    one, as printed."""
    address = settings.SITE_URL + reverse("applications:public_services", args=[office.slug])
    dates = [each.standard.decree_on or each.changed_on for each in shelf.own]
    return {
        "title": "Maklumat Pelayanan",
        "number": "",
        "foot": f"Standar setiap layanan: {address}",
        "office": letterhead(office),
        "text": PLEDGE,
        "services": len(shelf.services),
        "free": shelf.free,
        "place": office.region.name,
        "issued_on_text": date_words(max(dates, default=day)),
        "signer": head_of(office),
        "qr": qr_data_uri(address),
        "url": address,
    }


def signer_of(standard, office) -> dict:
    """{name, position} of who published the standard; of a template, the head of the office as of today, who would sign."""
    if standard.office_id and standard.published_by:
        capacity = signing_capacity(standard.published_by, office, Membership.Role.HEAD)
        return {
            "name": standard.published_by.full_name,
            "position": capacity.position if capacity else f"Kepala {office.name}",
        }
    return head_of(office)


def head_of(office) -> dict:
    """{name, position} of the head today; an empty name while the post is vacant."""
    posts = Membership.objects.current().filter(agency=office, role=Membership.Role.HEAD, user__is_active=True)
    post = posts.select_related("user").order_by("from_on", "pk").first()
    if post is None:
        return {"name": "", "position": f"Kepala {office.name}"}
    return {"name": post.user.full_name, "position": post.title or f"Kepala {office.name}"}
