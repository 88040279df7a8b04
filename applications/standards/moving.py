"""A running file and a newer version of its standard: what would change, and what stands against moving it. Reads only."""

from django.utils.translation import gettext as _

from applications.catalogue.standard_page import validity_words
from applications.completeness import form_gaps, paper_gaps, routing_gaps
from applications.models import Application, ServiceStandard
from applications.routing import resolve
from applications.standards.terms import LABELS
from applications.standards.words import n_days
from ptsp_portal.lib.moment import now

State = Application.State
BEFORE_THE_AGENCIES = (State.SUBMITTED, State.RETURNED, State.REGISTERED)
AFTER = (State.RECOMMENDATION, State.DRAFTING)
# Once agencies were asked, these must be the same: whom, by which rules, and what it costs.
SETTLED_WITH_THE_AGENCIES = (
    "stages agency_from agency_terms deemed_recommendation agency_head_approves has_fee levy".split()
)


def newer_version(application) -> ServiceStandard | None:
    """The version in force at the office today, when the file was filed under another one: its own, or the newest national
    template where it has none. Never back from an own version to the template.

    No statement for a file under a version of the office that no later one has ended.
    """
    standard = application.standard
    is_latest = standard.office_id and standard.status == standard.Status.PUBLISHED and not standard.effective_until
    if is_latest:
        return None
    office = application.office
    found = ServiceStandard.objects.for_office(office, application.permit_type, office.region.local_date(now()))
    if found is None or found.pk == standard.pk or (standard.office_id and not found.office_id):
        return None
    return found


def may_be_moved(application) -> bool:
    """Sent and not ended, no decision lies with the endorsers or the head, and there is another version to move it to."""
    if application.state not in (*BEFORE_THE_AGENCIES, *AFTER):
        return False
    decision = getattr(application, "decision", None)
    return not (decision and decision.is_ready) and newer_version(application) is not None


def reasons_against(application, new: ServiceStandard) -> list[tuple[str, str | None]]:
    """[(why it can't be moved, None)]; empty when it can. Every reason at once."""
    old, office, answers = application.standard, application.office, application.answers
    found = []
    if application.kind not in new.kinds:
        found.append(_("Versi baru tidak melayani jenis permohonan ini."))
    if new.time_limit_days > old.time_limit_days:
        found.append(
            _(
                "Jangka waktunya lebih panjang (%(new)d hari kerja) daripada yang dijanjikan kepada pemohon (%(old)d hari kerja)."
            )
            % {"new": new.time_limit_days, "old": old.time_limit_days}
        )
    if application.holder == "applicant" and application.state != State.RETURNED:
        found.append(_("Pemohon sedang diminta menjawab atau membayar. Pindahkan sesudahnya."))
    if application.state == State.RETURNED and new.lapse_after_days < old.lapse_after_days:
        found.append(_("Pemohon sedang memperbaiki berkasnya, dan versi baru memberinya waktu lebih pendek."))
    if application.state in AFTER and application.makes_a_permit:
        found += [
            _("Dinas sudah diminta rekomendasinya, dan yang berikut berbeda pada versi baru: %(what)s.")
            % {"what": LABELS[term]}
            for term in SETTLED_WITH_THE_AGENCIES
            if getattr(old, term) != getattr(new, term)
        ]
    if old.levy != new.levy and application.bills.filter(cancelled_at__isnull=True).exists():
        found.append(_("Retribusinya sudah ditetapkan menurut tarif versi lama."))
    if application.registration_number and new.has_fee and application.makes_a_permit and not old.has_fee:
        found.append(_("Tanda terimanya menyebut layanan ini gratis, dan versi baru memungut biaya."))
    if application.makes_a_permit:
        found += _said(form_gaps(new, office, answers, _nowhere))
        found += _said(routing_gaps(new, office, answers, new.stages, _nowhere))
    papers = set(application.documents.answering_requirements().values_list("requirement_code", flat=True))
    day = office.region.local_date(now())
    found += _said(paper_gaps(new.requirements_for(application.kind, application.cause, day), papers, ""))
    return [(why, None) for why in dict.fromkeys(found)]


def _nowhere(_section, _field) -> str:
    """The applicant's pages ask under the old version, so there is no place to put a gap of the new one right."""
    return ""


def _said(gaps) -> list[str]:
    return [why for why, _link in gaps]


# --- in plain words ---------------------------------------------------------------------------------------------------


def comparison(application, new: ServiceStandard) -> list[tuple[str, str]]:
    """[(what, how it differs)] of the terms that matter to a file of this kind; empty when nothing does."""
    old = application.standard
    kind, cause = application.kind, application.cause
    day = application.office.region.local_date(now())
    rows = [
        (LABELS["time_limit_days"], _became(n_days(old.time_limit_days), n_days(new.time_limit_days))),
        (
            LABELS["validity_months"],
            _became(validity_words(old.validity_months).lower(), validity_words(new.validity_months).lower()),
        ),
        (LABELS["fields"], _changes(_fields(old), _fields(new))),
        (
            LABELS["requirements"],
            _changes(_papers(old.requirements_for(kind, cause, day)), _papers(new.requirements_for(kind, cause, day))),
        ),
        (LABELS["stages"], _became(_stages(application, old), _stages(application, new))),
        (LABELS["levy"], _levy_change(old, new)),
        (LABELS["legal_basis"], _changes(dict.fromkeys(old.laws_on(day)), dict.fromkeys(new.laws_on(day)))),
    ]
    others = (
        "endorsing_roles",
        "signing_role",
        "number_pattern",
        "letters",
        "agency_terms",
        "advisory",
        "deemed_approval",
    )
    rows += [(LABELS[term], _("berbeda") if getattr(old, term) != getattr(new, term) else "") for term in others]
    return [(label, words) for label, words in rows if words]


def _became(before: str, after: str) -> str:
    return "" if before == after else _("semula %(before)s, menjadi %(after)s") % {"before": before, "after": after}


def _stages(application, standard) -> str:
    """The agencies that this file's answers lead to, by name."""
    codes = [code for stage in standard.stages for code in stage]
    found = resolve(standard, application.office, application.answers, codes)
    names = {code: agency.name if agency else code for code, agency in found.items()}
    return " → ".join(", ".join(names[code] for code in stage) for stage in standard.stages) or _("tanpa rekomendasi")


def _fields(standard) -> dict:
    return {one["label_id"]: one for one in standard.fields if one.get("filled_by") != "office"}


def _papers(requirements) -> dict:
    return {one["name"]: one["mandatory"] for one in requirements}


def _changes(before: dict, after: dict) -> str:
    """Named things that came, went, or are not as they were."""
    parts = (
        (_("baru: %(names)s"), [name for name in after if name not in before]),
        (_("tidak ada lagi: %(names)s"), [name for name in before if name not in after]),
        (_("berubah: %(names)s"), [name for name in after if name in before and after[name] != before[name]]),
    )
    return "; ".join(words % {"names": ", ".join(names)} for words, names in parts if names)


def _levy_change(old, new) -> str:
    if (old.has_fee, old.levy) == (new.has_fee, new.levy):
        return ""
    words = {True: _("berbayar"), False: _("gratis")}
    return _became(words[old.has_fee], words[new.has_fee]) or _("tarifnya berbeda")
