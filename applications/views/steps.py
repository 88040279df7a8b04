"""The steps of a filing in their order: who, why, the sections of the form, the papers, the check; as its kind has them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.schema.answers import load
from applications.schema.form import RAW, FormSpec, Section, sections

Kind = Application.Kind
CAUSE_TITLES = {
    Kind.AMENDMENT: lambda: _("Apa yang berubah"),
    Kind.DUPLICATE: lambda: _("Hilang atau rusak"),
    Kind.CLOSURE: lambda: _("Mengapa ditutup"),
}


def step_keys(application, key="") -> list[str]:
    """About a permit that there is nobody chooses the holder; a copy and a closure have no form."""
    first = [] if application.of_permit_id else ["pemohon"]
    why = ["alasan"] if application.kind in CAUSE_TITLES else []
    form = [section.key for section in asked_sections(application, key)]
    return [*first, *why, *form, "dokumen", "kirim"]


def asked_sections(application, key="") -> list[Section]:
    """The sections with something to answer, as the answers stand; `key`: and the one where somebody is."""
    if not application.makes_a_permit:
        return []
    spec = FormSpec.from_json(application.standard.fields)
    answers = load(spec, application.answers) if spec.has_conditions else {}
    return [each for each in sections(spec) if each.key == key or each.counts(answers)]


def place_of(application, key) -> dict:
    """Step n of m."""
    keys = step_keys(application, key)
    return {"number": keys.index(key) + 1, "of": len(keys)}


def next_page(application, key) -> str:
    """The step after this one; the papers after the last section."""
    keys = step_keys(application, key)
    following = keys[keys.index(key) + 1]
    if following == "dokumen":
        return reverse("applications:edit_documents", args=[application.uuid])
    if following == "alasan":
        return reverse("applications:edit_cause", args=[application.uuid])
    return reverse("applications:edit_section", args=[application.uuid, following])


def task(label, url, done, note="", started=True) -> dict:
    """One line of components/task_list.html."""
    kind, state = (
        ("ok", _("Selesai")) if done else ("wait", _("Belum lengkap")) if started else ("quiet", _("Belum diisi"))
    )
    return {"label": label, "url": url, "kind": kind, "state": state, "note": note}


def section_task(section, url, lacking, answers, counting) -> dict:
    """One section of a form. `lacking`: the codes of what still misses; `answers` as loaded; `counting`: the codes of the fields
    whose condition holds."""
    asked = [field for field in section.fields if field.code in counting]
    started = any(field.code in answers or field.code in answers.get(RAW, {}) for field in asked)
    optional_only = not any(field.required for field in asked)
    done = not any(field.code in lacking for field in asked) and (started or optional_only)
    count = sum(field.code in lacking for field in asked) if started else 0
    note = ngettext("%(n)d isian belum lengkap", "%(n)d isian belum lengkap", count) % {"n": count} if count else ""
    return task(section.title, url, done, note, started=started)


def cause_tasks(application) -> list[dict]:
    if application.kind not in CAUSE_TITLES:
        return []
    done = bool(application.cause if application.kind == Kind.DUPLICATE else application.cause_words)
    url = reverse("applications:edit_cause", args=[application.uuid])
    return [task(cause_title(application), url, done, started=done)]


def cause_title(application) -> str:
    return CAUSE_TITLES[application.kind]()
