"""The applicant answers a clarification: each thing by itself, kept at once; then everything is sent together."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import policies
from applications.actions import applicant_answers as acts
from applications.form_context import context_for
from applications.forms.clarification import ItemForm
from applications.models import Application, ClarificationItem, On
from applications.papers_asked import asked_paper
from applications.schema.answers import load, store
from applications.schema.form import FormSpec, Section, section_form
from applications.topics import items_of, topic_of
from audit.replay import once
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.rules import Incomplete, Refused


def _own(request, uuid) -> Application:
    rows = Application.objects.in_hands_of(request.user).with_names().select_related("standard", "person", "business")
    return get_object_or_404(rows, uuid=uuid)


def _sent(request, application):
    """Where to go when nothing waits for an answer (any more)."""
    if policies.ACTS["answer"].possible(application) and application.clarifications.open().sent().exists():
        return None
    messages.info(request, acts.ALREADY_SENT)
    return redirect("applications:file", application.uuid)


@signed_in
@once
def answer(request, uuid):
    """GET shows every item with its questions and the right control; POST sends all answers."""
    application = _own(request, uuid)
    if away := _sent(request, application):
        return away
    if request.method == "POST":
        try:
            acts.send_answers(uuid, by=request.user)
        except Incomplete as incomplete:
            return _page(request, application, gaps=incomplete.gaps)
        messages.success(request, _("Jawaban Anda sudah kami terima. Hari layanan dihitung lagi."))
        return redirect("applications:file", uuid)
    return _page(request, application)


@signed_in
@require_POST
@once
def answer_item(request, uuid, item):
    """Keep the answer to one item. What can be kept is kept, also beside a mistake."""
    application = _own(request, uuid)
    if away := _sent(request, application):
        return away
    row = get_object_or_404(ClarificationItem.objects.filter(clarification__application=application), uuid=item)
    words, value = _forms(application, row, request)
    is_valid = words.is_valid() and (value is None or value.is_valid())
    if words.is_valid():
        try:
            acts.save_item(
                item,
                by=request.user,
                text=words.cleaned_data["text"],
                uploads=words.cleaned_data.get("file", ()),
                new_value=_stored(application, row, value),
            )
        except Refused as refused:
            words.add_error("file" if "file" in words.fields else "text", refused.message)
            is_valid = False
    if not is_valid:
        return _page(request, application, failed=(row.pk, words, value))
    if not (value and value.add_row):
        messages.success(request, _("Jawaban tersimpan. Kirim setelah semuanya terjawab."))
    return redirect(f"{reverse('applications:answer', args=[uuid])}#hal-{row.position}")


@signed_in
@require_POST
@once
def remove_document(request, uuid, document):
    """Take back a paper that was brought for an item."""
    application = _own(request, uuid)
    if away := _sent(request, application):
        return away
    row = get_object_or_404(application.documents.filter(is_pending=True), uuid=document)
    item = acts.remove_item_document(document, by=request.user)
    messages.success(request, _("Dokumen “%(name)s” dihapus.") % {"name": row.original_name})
    return redirect(f"{reverse('applications:answer', args=[uuid])}#hal-{item.position}")


def _stored(application, row, value):
    """The field's new answer in stored form; what did not parse leaves the kept one as it is."""
    if value is None or not value.is_valid():
        return acts.UNTOUCHED
    return store(FormSpec.from_json(application.standard.fields), value.cleaned_data).get(row.code)


def _forms(application, row, request=None, *, context=None, about=None):
    """(words and papers, the field's own form or None) of one item; bound when the request is for it."""
    about = about or topic_of(application, row).label
    data, files = (request.POST, request.FILES) if request else (None, None)
    words = ItemForm(data, files, item=row, about=about, paper=_paper(application, row))
    if row.on != On.FIELD:
        return words, None
    spec = FormSpec.from_json(application.standard.fields)
    one = spec.field(row.code)
    known = {row.code: row.new_value} if row.has_new_value else application.answers
    made = section_form(Section(one.code, one.label, (one,)), context or context_for(application.office))
    return words, made(data, load(spec, known))


def _paper(application, row) -> dict | None:
    """Of an item about a document what its requirement asks."""
    papers = application.standard.requirements if row.on == On.DOCUMENT else ()
    return next((asked_paper(each) for each in papers if each["code"] == row.code), None)


def _page(request, application, *, gaps=(), failed=None):
    """`failed`: the item whose forms came back, with them."""
    clarification = application.clarifications.open().sent().select_related("consented_by").get()
    context = context_for(application.office)
    papers = {}
    for document in application.documents.answering_requirements():
        papers.setdefault(document.requirement_code, []).append(document)
    rows = items_of(application, clarification)
    for each in rows:
        item = each["item"]
        is_failed = failed is not None and failed[0] == item.pk
        each["words"], each["value"] = (
            failed[1:] if is_failed else _forms(application, item, context=context, about=each["topic"].label)
        )
        each["is_failed"] = is_failed
        each["documents"] = [document for document in each["documents"] if document.is_pending]
        each["paper"] = _paper(application, item)
        each["present"] = papers.get(item.code, []) if item.on == On.DOCUMENT else []
    page = {
        "application": application,
        "clarification": clarification,
        "items": rows,
        "answered": sum(each["item"].answered_at is not None for each in rows),
        "gaps": gaps,
        "failed": next((each for each in rows if each["is_failed"]), None),
    }
    return render(request, "applications/clarification/answer.html", page, status=400 if gaps or failed else 200)
