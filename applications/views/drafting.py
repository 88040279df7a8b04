"""Filling in a filing: a task list, one section a page, papers, and a last page that shows every answer."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import Agency
from applications import policies
from applications.actions import drafting, submission
from applications.changes import changes_of, left_behind
from applications.completeness import gaps, section_link
from applications.form_context import context_for
from applications.forms import ApplicantForm, DocumentForm
from applications.forms.fields import MOST_AT_ONCE
from applications.models import Application, PermitType
from applications.papers_asked import asked_paper
from applications.schema.answers import display, load, store
from applications.schema.conditions import visible
from applications.schema.form import RAW, FormSpec, missing, save_draft, section_form, section_of, sections
from applications.used_before import offer_used_before
from applications.views.sheet import answer_row, repairs_of
from applications.views.steps import asked_sections, cause_tasks, next_page, place_of, section_task, task
from audit.replay import once
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.identifiers import masked
from ptsp_portal.lib.rules import Incomplete, Refused

PROFILE_FIRST = gettext_lazy(
    "Lengkapi dulu data diri Anda, supaya tidak perlu diketik ulang di setiap permohonan. Setelah itu tekan Ajukan lagi."
)


@signed_in
@require_POST
@once
def start_filing(request, office_slug, code):
    """ "Ajukan": a new draft. Without a profile first to the profile, and back to the service afterwards."""
    office = get_object_or_404(Agency, slug=office_slug)
    permit_type = get_object_or_404(PermitType, code=code)
    if not hasattr(request.user, "person"):
        messages.info(request, PROFILE_FIRST)
        service = reverse("applications:office_service", args=[code, office_slug])
        return redirect(f"{reverse('agencies:edit_person')}?next={service}")
    application = drafting.start_filing(by=request.user, office=office, permit_type=permit_type)
    return redirect("applications:task_list", application.uuid)


def _editable(request, uuid) -> Application:
    """The user's own unsent file; anything else is 404, a sent one leads to its page."""
    rows = (
        Application.objects.own(request.user)
        .with_names()
        .select_related("standard", "person__region", "business__region", "bundle")
    )
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
    asked = asked_sections(application)
    counting = visible(spec, answers)
    context = {
        "application": application,
        "tasks": [
            _holder_task(application),
            *cause_tasks(application),
            *(
                section_task(section, section_link(application, section), lacking, answers, counting)
                for section in asked
            ),
            _papers_task(application),
        ],
        "left_behind": left_behind(application) if application.replaces_a_permit else [],
        "notice": notice,
        "items": repairs_of(application, notice, link=True),
        "ready": not gaps(application),
        "check_url": reverse("applications:check_answers", args=[uuid]),
    }
    return render(request, "applications/drafting/task_list.html", context)


def _holder_task(application) -> dict:
    """About a permit that there is its holder stays the same."""
    holder = application.business or application.person
    url = None if application.of_permit_id else reverse("applications:edit_applicant", args=[application.uuid])
    return task(_("Pemohon"), url, True, holder.name)


def _papers_task(application) -> dict:
    fit = application.documents.answering_requirements().exclude(check_result="unfit")
    answered = {document.requirement_code for document in fit}
    wanted = [each for each in application.requirements if each["mandatory"]]
    have = sum(each["code"] in answered for each in wanted)
    note = _("%(have)d dari %(all)d dokumen wajib sudah ada") % {"have": have, "all": len(wanted)}
    link = reverse("applications:edit_documents", args=[application.uuid])
    return task(_("Dokumen"), link, have == len(wanted), note, started=bool(answered))


@signed_in
@once
def edit_applicant(request, uuid):
    """For whom: oneself or a business; the identity comes from the profile."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    if application.submitted_at is not None or application.of_permit_id:
        messages.info(request, drafting.HOLDER_FIXED if application.of_permit_id else drafting.HOLDER_SETTLED)
        return redirect("applications:task_list", uuid)
    initial = {"business": str(application.business.uuid) if application.business else ApplicantForm.OWN}
    form = ApplicantForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        drafting.choose_business(uuid, by=request.user, business=form.chosen)
        return redirect(next_page(application, "pemohon"))
    place = place_of(application, "pemohon")
    person = application.person
    context = {
        "application": application,
        "form": form,
        "place": place,
        "has_businesses": bool(form.businesses),
        # Somebody else who represents the same business reads who fills this in, not their identity.
        "nik": masked(person.nik) if person.user_id == request.user.pk else "",
    }
    return render(request, "applications/drafting/applicant.html", context, status=400 if form.errors else 200)


@signed_in
@once
def edit_section(request, uuid, section):
    """One section of the form. What was typed is kept whatever is wrong with it; only empty required fields don't stop."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    spec = FormSpec.from_json(application.standard.fields)
    chosen = next((each for each in sections(spec) if each.key == section), None)
    if chosen is None or not application.makes_a_permit:
        raise Http404
    if request.method == "POST":  # locked before the other answers are read: two pages sent at once keep both
        application.answers = Application.objects.own(request.user).locked(uuid).answers
    answers = load(spec, application.answers)
    shown = answers if request.method == "POST" else _with_identity(chosen, application, answers)
    form = section_form(chosen, context_for(application.office))(request.POST or None, shown)
    if request.method == "POST":
        merged, problems = save_draft(form, answers)
        application.answers = store(spec, merged)  # they decide what is asked next
        drafting.save_answers(uuid, by=request.user, answers=application.answers)
        if form.add_row:
            return redirect(f"{section_link(application, chosen)}?baris=tambah#div_id_{form.add_row}")
        if all(problem.blank for problem in problems):
            later = reverse("applications:task_list", args=[uuid])
            return redirect(later if "later" in request.POST else next_page(application, section))
    context = {
        "application": application,
        "section": chosen,
        "form": form,
        "place": place_of(application, chosen.key),
        "illegible": [] if form.is_bound or "baris" in request.GET else _illegible(chosen, spec, answers),
        "understood": [
            (field.label, form.understood[field.code]) for field in chosen.fields if field.code in form.understood
        ],
        "next_url": next_page(application, section),
        "conditions": form.conditions(),
        "is_idle": not chosen.counts(load(spec, application.answers)),
    }
    return render(request, "applications/drafting/section.html", context, status=400 if form.is_bound else 200)


def _with_identity(section, application, answers) -> dict:
    """What is known of the business that files stands in its field already; it may be changed like any answer."""
    asked = {field.code for field in section.fields if field.type == "nib"}
    if application.business is None or "nib" not in asked - answers.keys() - answers.get(RAW, {}).keys():
        return answers
    return answers | {"nib": application.business.nib}


def _illegible(section, spec, answers) -> list[tuple[str, str]]:
    """What was typed earlier on this page and could not be read: said again when somebody comes back."""
    here = {field.code for field in section.fields} & set(answers.get(RAW, {}))
    return [(gap.why, f"#div_id_{gap.field.code}") for gap in missing(spec, answers) if gap.field.code in here]


@signed_in
@once
def edit_documents(request, uuid):
    """All requirements with their papers; each has its own small upload form."""
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    form = DocumentForm(request.POST or None, request.FILES or None, application=application)
    if request.method == "POST" and form.is_valid() and _stored(request, application, form):
        messages.success(request, _("Dokumen tersimpan."))
        return redirect(f"{reverse('applications:edit_documents', args=[uuid])}#{form.cleaned_data['requirement']}")
    requirements = _requirements(application, form)
    offer_used_before(application, requirements)
    context = {
        "application": application,
        "requirements": requirements,
        "faults": [
            (f"{each['name']}: {fault}", f"#{each['code']}") for each in requirements for fault in each["errors"]
        ],
        "place": place_of(application, "dokumen"),
        "most_at_once": MOST_AT_ONCE,
        "most_documents": drafting.MOST_DOCUMENTS,
    }
    return render(request, "applications/drafting/documents.html", context, status=400 if form.errors else 200)


def _stored(request, application, form) -> bool:
    """Old papers go and new ones come in one transaction; a refusal (too many) stands beside the requirement."""
    code = form.cleaned_data["requirement"]
    try:
        with transaction.atomic():
            if "replace" in request.POST:
                for document in _replaceable(application, code):
                    drafting.remove_document(document.uuid, by=request.user)
            for inspected, content, name in form.cleaned_data["file"]:
                drafting.add_document(
                    application.uuid,
                    by=request.user,
                    requirement_code=code,
                    inspected=inspected,
                    content=content,
                    name=name,
                )
    except Refused as refused:
        form.add_error("file", refused.message)
    return not form.errors


def _replaceable(application, code) -> list:
    """What a replacement takes away: the papers found unfit, or when there are none, all of this requirement."""
    documents = list(application.documents.answering_requirements().filter(requirement_code=code))
    return [document for document in documents if document.check_result == "unfit"] or documents


def _requirements(application, form=None) -> list[dict]:
    uploaded = {}
    for document in application.documents.answering_requirements():
        uploaded.setdefault(document.requirement_code, []).append(document)
    failed = form.data.get("requirement") if form and form.is_bound else None
    return [
        {
            **asked_paper(each),
            "documents": uploaded.get(each["code"], []),
            "errors": form.errors.get("file", []) if each["code"] == failed else [],
            "is_unfit": any(document.check_result == "unfit" for document in uploaded.get(each["code"], [])),
        }
        for each in application.requirements
    ]


@signed_in
@require_POST
@once
def remove_document(request, uuid, document):
    application = _editable(request, uuid)
    if away := _sent(request, application):
        return away
    row = get_object_or_404(application.documents.answering_requirements(), uuid=document)
    drafting.remove_document(document, by=request.user)
    messages.success(request, _("Dokumen “%(name)s” dihapus.") % {"name": row.original_name})
    return redirect(f"{reverse('applications:edit_documents', args=[uuid])}#{row.requirement_code}")


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
        messages.success(
            request, _("Permohonan Anda sudah kami terima. Nomor acuan dan langkah berikutnya ada di halaman ini.")
        )
        return redirect("applications:file", uuid)
    return _review(request, application)


def _review(request, application, status=200):
    spec = FormSpec.from_json(application.standard.fields)
    rows = []
    for shown in display(spec, application.answers, get_language() or "id") if application.makes_a_permit else []:
        if spec.field(shown.code).by_applicant:
            rows.append(answer_row(shown, section_link(application, section_of(spec, shown.code), shown.code)))
    context = {
        "application": application,
        "answers": rows,
        "gaps": gaps(application),
        "tried": status == 400,
        "requirements": _requirements(application),
        "holder": application.business or application.person,
        "place": place_of(application, "kirim"),
        "changes": changes_of(application),
    }
    return render(request, "applications/drafting/check_answers.html", context, status=status)
