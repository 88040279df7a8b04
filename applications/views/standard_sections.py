"""/standar/<uuid>/<section>/: the sections that are plain questions: general terms, the 14 components, signing, legal bases."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from applications.forms.standard_base import RevisionForm
from applications.forms.standards import ComponentsForm, GeneralForm, LawFormSet, SigningForm
from applications.standards.check import findings
from applications.standards.days import today_of
from applications.standards.terms import SECTIONS, section_path
from applications.standards.words import component_rows, example_number, general_facts, signing_facts
from applications.views.draft_pages import (
    SAVED,
    head_of_section,
    may_edit,
    next_section,
    saved,
    status_of,
    version_of,
)
from audit.replay import once
from ptsp_portal.lib.audience import office

TOKENS = (  # as `agencies/numbering.py` fills them in
    ("{urut}", gettext_lazy("nomor urut tahun ini; {urut:04} menulisnya dengan empat angka: 0123")),
    ("{klasifikasi}", gettext_lazy("klasifikasi arsip di bawah")),
    ("{kode_izin}", gettext_lazy("kode layanan")),
    ("{kode_kantor}", gettext_lazy("kode pendek kantor")),
    ("{bulan_romawi}", gettext_lazy("bulan dengan angka Romawi")),
    ("{tahun}", gettext_lazy("tahun")),
)
FORMS = {"general": GeneralForm, "components": ComponentsForm, "signing": SigningForm}


@office
@once
def section(request, uuid, section):
    """One section of a version: a form for its writers while it is a draft, else what it says."""
    standard = version_of(request, uuid)
    key = next(each.key for each in SECTIONS if each.slug == section)
    if key == "law":
        return _law(request, standard)
    form = FORMS[key](request.POST if request.method == "POST" else None, standard=standard)
    if form.is_valid() and saved(request, standard, form, **form.terms()):
        return _done(request, standard, key)
    context = _context(request, standard, key) | {"form": form}
    if key == "components":
        context["components"] = [row | {"field": form[row["key"]]} for row in component_rows(standard)]
    return render(request, f"applications/standards/{key}.html", context, status=status_of(form))


def _context(request, standard, key) -> dict:
    gaps = [(gap.text, f"#{gap.anchor}" if gap.anchor else "") for gap in findings(standard) if gap.section == key]
    context = head_of_section(standard, key) | {"gaps": gaps, "may_edit": may_edit(request, standard)}
    if key == "general":
        context["facts"] = general_facts(standard)
    elif key == "signing":
        context |= {"facts": signing_facts(standard), "tokens": TOKENS, "example": example_number(standard)}
    return context


def _done(request, standard, key):
    """After a save: the same section once more, or the next one."""
    messages.success(request, SAVED)
    return redirect(next_section(standard, key) if request.POST.get("go") == "lanjut" else section_path(standard, key))


def _law(request, standard):
    """The legal bases, one row each: its words, from when it is no law any more and why. `go` also moves a row."""
    posted = request.POST if request.method == "POST" else None
    # What was posted stands for itself: compared with rows that somebody else moved, a row would seem unchanged and be lost.
    form, rows = RevisionForm(posted), LawFormSet(posted, initial=None if posted else _laws(standard), prefix="hukum")
    if posted is None:
        form.initial["revision"] = standard.revision
    elif form.is_valid() and rows.is_valid():
        laws = _moved(rows.rows(), request.POST.get("go", ""))
        if saved(request, standard, form, **_law_terms(standard, laws)):
            return _done(request, standard, "law")
    context = {"form": form, "rows": rows, "laws": _laws(standard), "today": today_of(standard.office)}
    context["row_errors"] = [
        (f"{field.label} {number}: {text}", f"#{field.id_for_label}")
        for number, row in enumerate(rows if posted else [], start=1)
        for field in row
        for text in field.errors
    ]
    context |= _context(request, standard, "law")
    status = 400 if rows.is_bound and not rows.is_valid() else status_of(form)
    return render(request, "applications/standards/law.html", context, status=status)


def _laws(standard) -> list[dict]:
    ended = standard.retirements.get("legal_basis", {})
    found = [{"text": law, **ended.get(law, {})} for law in standard.legal_basis]
    return [law | {"on": date.fromisoformat(law["on"])} if "on" in law else law for law in found]


def _law_terms(standard, laws) -> dict:
    """What is retired about requirements stays as it is."""
    ended = {law["text"]: {"on": law["on"].isoformat(), "why": law["why"].strip()} for law in laws if law["on"]}
    others = {what: each for what, each in standard.retirements.items() if what != "legal_basis"}
    return {
        "legal_basis": [law["text"] for law in laws],
        "retirements": others | ({"legal_basis": ended} if ended else {}),
    }


def _moved(laws, go: str) -> list:
    """`naik-2`: the third one a place up; `turun-2`: down; anything else moves nothing."""
    way, _dash, place = go.partition("-")
    step = {"naik": -1, "turun": 1}.get(way)
    if step is None or not (place.isascii() and place.isdigit()) or int(place) >= len(laws):
        return laws
    at, to = int(place), int(place) + step
    if 0 <= to < len(laws):
        laws[at], laws[to] = laws[to], laws[at]
    return laws
