"""The applicant answers a clarification item by item; each is kept as it comes, and all are sent at once.

Until then nothing of the file changes: a new answer waits on its item, a new paper is pending.
"""

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import asking, ledger, recommendations
from applications.actions.clarification import requests_asking
from applications.actions.drafting import MOST_DOCUMENTS, new_document
from applications.completeness import agency_gaps
from applications.facts import differing, fingerprints, plain_answers, relied_on
from applications.models import Application, ClarificationItem, On
from applications.papers_asked import refuse_too_large
from applications.place import remember_place
from applications.schema.form import FormSpec
from applications.topics import topics_of
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

UNTOUCHED = object()
LONGEST = 4000
ALREADY_SENT = _("Jawaban Anda sudah dikirim, atau permintaannya sudah ditutup. Tidak ada yang berubah.")
NOT_ANSWERED = _("Jawaban belum dikirim. Yang masih perlu Anda jawab:")
TOO_LONG = _("Penjelasan paling panjang %(most)d huruf.")
TOO_MANY = _("Sudah ada %(most)d berkas pada jawaban ini. Hapus dulu yang tidak diperlukan.")
NO_PAPER_HERE = _("Untuk hal ini tidak diminta berkas.")
NO_VALUE_HERE = _("Untuk hal ini tidak diminta isian.")


@transaction.atomic
def save_item(item_uuid, *, by, text, new_value=UNTOUCHED, uploads=()) -> ClarificationItem:
    """Keep the answer to one item: words, for a field its new answer in stored form (None: emptied), for a document uploads
    (inspected, content, name)."""
    application, item = _locked_item(ClarificationItem.objects.filter(uuid=item_uuid), by)
    if len(text) > LONGEST:
        raise Refused(TOO_LONG % {"most": LONGEST})
    if uploads and item.on != On.DOCUMENT:
        raise Refused(NO_PAPER_HERE)
    if new_value is not UNTOUCHED:
        _keep_value(application, item, new_value)
    item.answer = text.strip()
    pending = application.documents.filter(is_pending=True, removed_at__isnull=True)
    if pending.count() + len(uploads) > MOST_DOCUMENTS:
        raise Refused(TOO_MANY % {"most": MOST_DOCUMENTS})
    requirement = next((each for each in application.standard.requirements if each["code"] == item.code), None)
    for inspected, content, name in uploads:
        refuse_too_large(requirement, inspected.size)
        new_document(
            application, by=by, inspected=inspected, content=content, name=name, requirement_code=item.code, item=item
        )
    _mark(item, by)
    _record("clarification.item_answered", application, by, position=item.position)
    return item


@transaction.atomic
def remove_item_document(document_uuid, *, by) -> ClarificationItem:
    """Take back a paper that was brought for an item and not yet sent."""
    items = ClarificationItem.objects.filter(documents__uuid=document_uuid)
    application, item = _locked_item(items, by)
    document = item.documents.filter(uuid=document_uuid, is_pending=True, removed_at__isnull=True).first()
    if document is None:  # another tab was quicker
        return item
    document.removed_at = now()
    document.save()
    _mark(item, by)
    _record("application.document_removed", application, by, requirement=document.requirement_code)
    return item


@transaction.atomic
def send_answers(uuid, *, by) -> Application:
    """All answers at once: the new ones into the file, the days go on, and whoever relied on a changed fact is asked again.

    Raises Incomplete with every item that is not answered; then nothing changed.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_answer, by, application)
    clarification = application.clarifications.open().sent().first()
    if clarification is None:
        raise WrongState(ALREADY_SENT)
    items = list(clarification.items.all())
    before = fingerprints(application, application.standard)
    application.answers = _answers_with(application, items)
    _refuse_gaps(application, items)
    _replace_papers(application, clarification)
    clarification.answered_at = now()
    clarification.save()
    _go_on(application, clarification)
    again = _ask_again(application, before)
    remember_place(application)
    ledger.save(application)
    _record("clarification.answered", application, by, items=len(items), asked_again=len(again))
    recommendations.announce(application, again, by=None)
    notices.tell_desk_clarification_answered(application)
    return application


def _locked_item(found, by):
    """(locked file, item) of the one item; only while the applicant has the turn."""
    application = Application.objects.locked(found.values_list("clarification__application__uuid", flat=True).get())
    item = found.select_related("clarification").get()
    require(policies.can_answer, by, application)
    if item.clarification.sent_at is None or item.clarification.answered_at or item.clarification.cancelled_at:
        raise WrongState(ALREADY_SENT)
    return application, item


def _keep_value(application, item, new_value) -> None:
    """Only a value that differs from the file's is news."""
    if item.on != On.FIELD:
        raise Refused(NO_VALUE_HERE)
    spec = FormSpec.from_json(application.standard.fields)
    known, new = plain_answers(spec, application.answers), plain_answers(spec, {item.code: new_value})
    item.has_new_value = known[item.code] != new[item.code]
    item.new_value = new_value if item.has_new_value else None


def _mark(item, by) -> None:
    """An item is answered by words, a new value or a paper."""
    has_paper = item.documents.filter(is_pending=True, removed_at__isnull=True).exists()
    is_answered = bool(item.answer or item.has_new_value or has_paper)
    item.answered_at, item.answered_by = (now(), by) if is_answered else (None, None)
    item.save()


def _refuse_gaps(application, items) -> None:
    page = reverse("applications:answer", args=[application.uuid])
    labels = {(topic.on, topic.code): topic.label for topic in topics_of(application)}
    gaps = [
        (labels.get((item.on, item.code), item.get_on_display()), f"{page}#hal-{item.position}")
        for item in items
        if item.answered_at is None
    ]
    # A changed region may lead to an office that isn't there; agencies already asked stay asked.
    gaps += [(label, page) for label, _link in agency_gaps(application)]
    if gaps:
        raise Incomplete(NOT_ANSWERED, gaps)


def _answers_with(application, items) -> dict:
    """The file's answers with the new ones put in. What the office had found about a replaced answer ends with it."""
    answers = dict(application.answers)
    changed = [item for item in items if item.has_new_value]
    for item in changed:
        answers.pop(item.code, None)
        if item.new_value is not None:
            answers[item.code] = item.new_value
    application.field_checks.filter(field_code__in=[item.code for item in changed]).delete()
    return answers


def _replace_papers(application, clarification) -> None:
    """Pending papers become the file's; those that they replace are taken off and kept."""
    pending = application.documents.filter(
        clarification_item__clarification=clarification, is_pending=True, removed_at__isnull=True
    )
    codes = set(pending.values_list("requirement_code", flat=True))
    application.documents.answering_requirements().filter(requirement_code__in=codes).update(removed_at=now())
    pending.update(is_pending=False)


def _go_on(application, clarification) -> None:
    """The file's days and those of the agencies that asked count again. Every open request sees another file than before."""
    asking_agencies = list(requests_asking(application, clarification))
    ledger.note_requests(asking_agencies, ledger.Kind.RESUME)
    ledger.note(application, ledger.Kind.RESUME, **ledger.whose_turn(application))
    application.recommendations.open().update(version=F("version") + 1)
    ledger.read_came_back(application)
    notices.tell_agencies_clarification_answered(application, asking_agencies)


def _ask_again(application, before) -> list:
    """New requests to exactly those whose given opinion relied on a fact that is no longer what it was."""
    after = fingerprints(application, application.standard)
    if not differing(before, after):
        return []
    given = application.recommendations.current().filter(state="given").select_related("agency")
    touched, changed = [], []
    for opinion in given:
        relied = relied_on(application.standard, opinion.codes, after)
        # An opinion of before fingerprints were kept relied on what stood there until now.
        found = differing(opinion.facts or relied_on(application.standard, opinion.codes, before), relied)
        if found:
            touched.append(opinion)
            changed += found
    with override("id"):  # kept for every reader, whatever language the applicant reads
        labels = {topic.key: topic.label for topic in topics_of(application)}
        named = [labels.get(fact, "") for fact in dict.fromkeys(changed)]
        reason = gettext("Jawaban pemohon mengubah: %(what)s.") % {"what": ", ".join(filter(None, named))}
    asked = asking.ask_more(application, [asking.wanted_again(opinion) for opinion in touched], reason=reason)
    # Advice alone never blocks: then the file goes on at once, and the advice may come late.
    return asked + (recommendations.move_on_when_complete(application) if asked else [])


def _record(verb, application, by, **facts) -> None:
    record(verb, application, by=by, office=application.office, **policies.filing_role(by, application), **facts)
