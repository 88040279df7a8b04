"""Filling in a filing: a task list, one section a page, papers, and a last page that shows every answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import Agency
from applications import policies
from applications.actions import drafting, submission
from applications.completeness import gaps, section_link
from applications.form_context import context_for
from applications.forms import ApplicantForm, DocumentForm
from applications.models import Application, PermitType
from applications.schema.answers import display, load, store
from applications.schema.form import FormSpec, missing, save_draft, section_form, section_of, sections
from applications.views.sheet import answer_row
from audit.replay import once
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.rules import Incomplete


@signed_in
@require_POST
@once
def start_filing(request, office_slug, code):
    """"Ajukan": a new draft. Without a profile first to the profile, and back to the service afterwards."""
    office = get_object_or_404(Agency, slug=office_slug)
    permit_type = get_object_or_404(PermitType, code=code)
    if not hasattr(request.user, "person"):
        messages.info(request, _("Lengkapi dulu data diri Anda, supaya tidak perlu diketik ulang di setiap permohonan. Setelah itu tekan Ajukan lagi."))
        service = reverse("applications:office_service", args=[code, office_slug])
        return redirect(f"{reverse('agencies:edit_person')}?next={service}")
    application = drafting.start_filing(by=request.user, office=office, permit_type=permit_type)
    return redirect("applications:task_list", application.uuid)


def _editable(request, uuid) -> Application:
    """The user's own unsent file; anything else is 404, a sent one leads to its page."""
    rows = Application.objects.own(request.user).with_names().select_related("standard", "person__region", "business__region")
    return get_object_or_404(rows, uuid=uuid)


def _sent(request, application):
    if policies.ACTS["edit"].possible(application):
        return None
    messages.info(request, _("Permohonan ini sudah dikirim, jadi isinya tidak dapat diubah lagi."))
    return redirect("applications:file", application.uuid)


@signed_in
def task_list(request, uuid):
    """The sections of this filing with their state, and what an officer asked to repair."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    spec = FormSpec.from_json(application.standard.fields)
    answers = load(spec, application.answers)
    lacking = {gap.field.code for gap in missing(spec, answers)}
    notice = application.return_notices.filter(answered_at__isnull=True).first()
    context = {
        "application": application,
        "tasks": [
            _task(_("Pemohon"), reverse("applications:edit_applicant", args=[uuid]), True, application.business or application.person),
            *(_section_task(application, section, lacking, answers) for section in sections(spec)),
            _papers_task(application),
        ],
        "notice": notice,
        "items": _repairs(application, spec, notice),
        "ready": not gaps(application),
    }
    return render(request, "applications/drafting/task_list.html", context)


def _task(label, url, done, note="", started=True) -> dict:
    kind, state = ("ok", _("Selesai")) if done else ("wait", _("Belum lengkap")) if started else ("quiet", _("Belum diisi"))
    return {"label": label, "url": url, "kind": kind, "state": state, "note": note}


def _section_task(application, section, lacking, answers) -> dict:
    started = any(field.code in answers or field.code in answers.get("_raw", {}) for field in section.fields)
    optional_only = not any(field.required for field in section.fields)
    done = not any(field.code in lacking for field in section.fields) and (started or optional_only)
    return _task(section.title, section_link(application, section), done, started=started)


def _papers_task(application) -> dict:
    answered = {document.requirement_code for document in application.documents.answering_requirements().exclude(check_result="unfit")}
    wanted = [each for each in application.standard.requirements_for(application.kind) if each["mandatory"]]
    have = sum(each["code"] in answered for each in wanted)
    note = _("%(have)d dari %(all)d dokumen wajib sudah ada") % {"have": have, "all": len(wanted)}
    return _task(_("Dokumen"), reverse("applications:edit_documents", args=[application.uuid]), have == len(wanted), note, started=bool(answered))


def _repairs(application, spec, notice) -> list[dict]:
    """The officer's items, each with a link to its place."""
    if notice is None:
        return []
    names = {each["code"]: each["name"] for each in application.standard.requirements}
    labels = {field.code: field.label for field in spec.fields}
    papers = reverse("applications:edit_documents", args=[application.uuid])
    found = []
    for item in notice.items:
        code = item["code"]
        if item["on"] == "document":
            found.append({"label": names.get(code, code), "note": item["note"], "url": f"{papers}#{code}"})
        elif item["on"] == "field" and code in labels:
            found.append({"label": labels[code], "note": item["note"], "url": section_link(application, section_of(spec, code), code)})
        else:
            found.append({"label": "", "note": item["note"], "url": ""})
    return found


@signed_in
@once
def edit_applicant(request, uuid):
    """For whom: oneself or a business; the identity comes from the profile."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    initial = {"business": str(application.business.uuid) if application.business else ""}
    form = ApplicantForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        drafting.choose_business(uuid, by=request.user, business=form.chosen)
        return redirect(_next_page(application, "pemohon"))
    return render(request, "applications/drafting/applicant.html", {"application": application, "form": form}, status=400 if form.errors else 200)


@signed_in
@once
def edit_section(request, uuid, section):
    """One section of the form. What was typed is kept whatever is wrong with it; only empty required fields don't stop."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    spec = FormSpec.from_json(application.standard.fields)
    chosen = next((each for each in sections(spec) if each.key == section), None)
    if chosen is None:
        raise Http404
    answers = load(spec, application.answers)
    form = section_form(spec, chosen, context_for(application.office))(request.POST or None, answers)
    if request.method == "POST":
        merged, problems = save_draft(form, answers)
        drafting.save_answers(uuid, by=request.user, answers=store(spec, merged))
        if not form.add_row and all(problem.blank for problem in problems):
            return redirect(_next_page(application, section, spec) if "later" not in request.POST else reverse("applications:task_list", args=[uuid]))
    context = {"application": application, "section": chosen, "form": form, "place": _place(spec, chosen)}
    failed = request.method == "POST" and not form.add_row
    return render(request, "applications/drafting/section.html", context, status=400 if failed else 200)


def _place(spec, chosen) -> dict:
    keys = [section.key for section in sections(spec)]
    return {"number": keys.index(chosen.key) + 2, "of": len(keys) + 2}


def _next_page(application, key, spec=None) -> str:
    """The section after this one; after the last the papers."""
    spec = spec or FormSpec.from_json(application.standard.fields)
    keys = ["pemohon", *(section.key for section in sections(spec))]
    following = keys.index(key) + 1
    if following < len(keys):
        return reverse("applications:edit_section", args=[application.uuid, keys[following]])
    return reverse("applications:edit_documents", args=[application.uuid])


@signed_in
@once
def edit_documents(request, uuid):
    """All requirements with their papers; each has its own small upload form."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    form = DocumentForm(request.POST or None, request.FILES or None, application=application)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["requirement"]
        for inspected, content, name in form.cleaned_data["file"]:
            drafting.add_document(uuid, by=request.user, requirement_code=code, inspected=inspected, content=content, name=name)
        messages.success(request, _("Dokumen tersimpan."))
        return redirect(f"{reverse('applications:edit_documents', args=[uuid])}#{code}")
    context = {"application": application, "requirements": _requirements(application, form), "form": form}
    return render(request, "applications/drafting/documents.html", context, status=400 if form.errors else 200)


def _requirements(application, form) -> list[dict]:
    uploaded = {}
    for document in application.documents.answering_requirements():
        uploaded.setdefault(document.requirement_code, []).append(document)
    failed = form.data.get("requirement") if form.is_bound else None
    return [
        {**each, "documents": uploaded.get(each["code"], []), "errors": form.errors.get("file", []) if each["code"] == failed else []}
        for each in application.standard.requirements_for(application.kind)
    ]


@signed_in
@require_POST
@once
def remove_document(request, uuid, document):
    application = _editable(request, uuid)
    get_object_or_404(application.documents.answering_requirements(), uuid=document)
    drafting.remove_document(document, by=request.user)
    messages.success(request, _("Dokumen dihapus."))
    return redirect("applications:edit_documents", uuid)


@signed_in
@once
def check_answers(request, uuid):
    """Every answer with "Ubah", what is missing, and "Kirim"."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    if request.method == "POST":
        try:
            submission.submit_application(uuid, by=request.user)
        except Incomplete:
            return _review(request, application, status=400)
        messages.success(request, _("Permohonan Anda sudah kami terima. Nomor acuan dan langkah berikutnya ada di halaman ini."))
        return redirect("applications:file", uuid)
    return _review(request, application)


def _review(request, application, status=200):
    spec = FormSpec.from_json(application.standard.fields)
    rows = []
    for shown in display(spec, application.answers, get_language() or "id"):
        if spec.field(shown.code).by_applicant:
            rows.append(answer_row(shown, section_link(application, section_of(spec, shown.code), shown.code)))
    context = {"application": application, "answers": rows, "gaps": gaps(application), "tried": status == 400}
    context["requirements"] = [
        {**each, "documents": [document for document in application.documents.answering_requirements() if document.requirement_code == each["code"]]}
        for each in application.standard.requirements_for(application.kind)
    ]
    return render(request, "applications/drafting/check_answers.html", context, status=status)
