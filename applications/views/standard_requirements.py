"""/standar/<uuid>/persyaratan/…: the papers that a draft asks for, their blank forms, and those that are asked no longer."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.actions.blank_forms import add_standard_file
from applications.forms.standard_fields import ArrangeForm, RemoveForm
from applications.forms.standard_requirements import FORMAT_NAMES, RequirementForm, RetireForm
from applications.models import Application, StandardFile
from applications.standards import blank_forms, field_rules, parts, uses
from applications.standards.terms import section_path
from applications.views.documents import attachment
from applications.views.draft_pages import arranged, page, refuse, saved, section_page, version_of
from applications.views.standard_fields import remove_page
from audit.replay import once
from ptsp_portal.lib.audience import office, public
from ptsp_portal.lib.rules import NotAllowed, Refused


def requirement_list(request, standard):
    """The requirements in order, each with what it is asked for and its buttons."""
    names, kinds = blank_forms.names_of(standard.requirements), dict(Application.Kind.choices)
    causes, retired = dict(Application.Cause.choices), standard.retirements.get("requirements", {})
    rows = [
        {
            **row,
            "kinds": ", ".join(str(kinds.get(kind, kind)) for kind in row.get("for", [])),
            "cause": causes.get(row.get("when"), ""),
            "formats": ", ".join(str(FORMAT_NAMES.get(one, one)) for one in row["formats"]),
            "blank_name": names.get(row.get("blank_form", ""), ""),
            "retired": _shown_retirement(retired.get(row["code"])),
        }
        for row in standard.requirements
    ]
    return section_page(request, standard, "requirements", "requirements.html", rows=rows)


def _shown_retirement(how) -> dict | None:
    return {"on": parse_date(how.get("on", "")), "why": how.get("why", "")} if how else None


def _row_or_404(standard, code) -> dict:
    row = parts.found(standard.requirements, code)
    if row is None:
        raise Http404
    return row


@office
@once
def requirement(request, uuid, code=None):
    """A new requirement, or one that there is."""
    standard = version_of(request, uuid)
    row = _row_or_404(standard, code) if code else None
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    settled = field_rules.settled_codes(standard, "requirements") if row else ()
    form = RequirementForm(data, files, standard=standard, row=row, settled=settled)
    if form.is_valid() and _saved(request, standard, form, row):
        messages.success(request, _("Persyaratan “%(name)s” tersimpan.") % {"name": form.cleaned_data["name"]})
        return redirect(section_path(standard, "requirements"))
    blank = blank_forms.names_of([row]).get(row.get("blank_form", "")) if row else ""
    return page(request, standard, "requirements", "requirement.html", form=form, row=row, blank_name=blank)


def _saved(request, standard, form, row) -> bool:
    """The blank form and the row that names it, both or neither."""
    try:
        with transaction.atomic():
            blank = ""
            if form.upload:
                inspected, content, name = form.upload
                kept = add_standard_file(
                    standard.uuid, by=request.user, revision=form.cleaned_data["revision"], inspected=inspected,
                    content=content, name=name,
                )  # fmt: skip
                blank = str(kept.uuid)
            return saved(request, standard, form, **_changes(standard, form.entry(blank), row))
    except NotAllowed:
        raise
    except Refused as refused:
        refuse(form, standard, refused)
        return False


def _changes(standard, entry, row) -> dict:
    if row is None:
        return {"requirements": parts.insert(standard.requirements, entry)}
    rows = parts.replace(standard.requirements, row["code"], entry)
    if entry["code"] != row["code"]:
        return uses.renamed_requirement(standard, rows, row["code"], entry["code"])
    return {"requirements": rows}


@office
@require_POST
@once
def arrange_requirements(request, uuid):
    """The buttons of the list: up and down."""
    standard = version_of(request, uuid)
    form = ArrangeForm(request.POST)
    act, code = form.act()
    if not form.is_valid() or act not in ("up", "down") or parts.found(standard.requirements, code) is None:
        return redirect(section_path(standard, "requirements"))
    rows = parts.move(standard.requirements, code, -1 if act == "up" else 1)
    return arranged(request, standard, "requirements", f"syarat-{code}", form, requirements=rows)


@office
@once
def remove_requirement(request, uuid, code):
    """Away with a requirement, after the page has said what depends on it."""
    standard = version_of(request, uuid)
    row = _row_or_404(standard, code)
    form = RemoveForm(request.POST if request.method == "POST" else None, standard=standard)
    if form.is_valid() and saved(request, standard, form, **uses.without_requirement(standard, code)):
        messages.success(request, _("Persyaratan “%(name)s” dihapus dari draf.") % {"name": row["name"]})
        return redirect(section_path(standard, "requirements"))
    return remove_page(request, standard, "requirements", form, row["name"], uses.uses_of_requirement(standard, code))


@office
@once
def retire_requirement(request, uuid, code):
    """From a day no longer asked, with the reason; POST `act` = revive takes that back."""
    standard = version_of(request, uuid)
    row, retired = _row_or_404(standard, code), standard.retirements.get("requirements", {})
    if request.POST.get("act") == "revive":
        form = RemoveForm(request.POST, standard=standard)
        if not form.is_valid():
            raise Http404
        undone = _retirements(standard, code, None)
        return arranged(request, standard, "requirements", f"syarat-{code}", form, retirements=undone)
    form = RetireForm(
        request.POST if request.method == "POST" else None, standard=standard, initial=retired.get(code, {})
    )
    if form.is_valid():
        how = {"on": form.cleaned_data["on"].isoformat(), "why": form.cleaned_data["why"]}
        if saved(request, standard, form, retirements=_retirements(standard, code, how)):
            messages.success(request, _("Tersimpan: “%(name)s” dicabut sejak hari itu.") % {"name": row["name"]})
            return redirect(section_path(standard, "requirements"))
    return page(request, standard, "requirements", "retire.html", form=form, row=row, is_retired=code in retired)


def _retirements(standard, code, how) -> dict:
    changed = parts.kept_or_dropped(standard.retirements.get("requirements", {}), code, how)
    return parts.kept_or_dropped(standard.retirements, "requirements", changed)


@public
@require_GET
def blank_form_file(request, uuid):
    """/formulir/<uuid>/: a blank form, for everybody once a published standard names it."""
    form = get_object_or_404(StandardFile, uuid=uuid)
    if not blank_forms.may_take(request.user, form):
        raise Http404
    return attachment(form.file.name, form.file_name, form.file_type)
