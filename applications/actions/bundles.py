"""A bundle of filings: begun together, an answer or a paper of one used for the others. Each is sent and decided by itself.

Lock order: the bundle, then its filings by key, then the journal's chains by name.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import policies
from applications.actions import ledger
from applications.actions.drafting import (
    NO_PERSON,
    NOT_EDITABLE,
    Inspected,
    new_document,
    put_answers,
    refuse_unfit_upload,
    start_filing,
)
from applications.bundle_sharing import members_of, shared_answers, shared_papers
from applications.models import Application, Bundle
from applications.schema.answers import store
from audit.log import PORTAL, record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState, require

MOST = 20
NOTHING_CHOSEN = _("Belum ada layanan yang dipilih. Tidak ada yang dimulai.")
TOO_MANY = _("Paling banyak %(most)d layanan dalam satu paket. Tidak ada yang dimulai.")
NOT_STARTED = _("Tidak ada satu pun permohonan yang dimulai, karena: %(why)s")
NOTHING_TO_SHARE = _(
    "Tidak ada lagi yang dapat disalin: isian atau dokumennya sudah ada, atau sudah berubah. Tidak ada yang berubah."
)


@transaction.atomic
def start_bundle(*, by, title, services, guide=None, picks=None, business=None) -> Bundle:
    """One draft for each (office, permit type), all or none. Raises Refused naming every service that can't be begun."""
    if not services:
        raise Refused(NOTHING_CHOSEN)
    if len(services) > MOST:
        raise Refused(TOO_MANY % {"most": MOST})
    person = getattr(by, "person", None)
    if person is None:
        raise Refused(NO_PERSON)
    bundle = Bundle.objects.create(
        guide=guide,
        title=title[:160],
        picks=picks or {},
        person=person,
        business=business,
        started_by=by,
        created_at=now(),
    )
    refused = []
    for office, permit_type in sorted(services, key=lambda pair: (pair[0].journal_chain, pair[1].code)):
        try:
            start_filing(by=by, office=office, permit_type=permit_type, business=business, bundle=bundle)
        except NotAllowed:
            raise
        except Refused as why:
            refused.append(f"{permit_type.title}, {office.name}: {why.message}")
    if refused:
        raise Refused(NOT_STARTED % {"why": " ".join(refused)})
    record("bundle.started", bundle, by=by, office=PORTAL, filings=len(services))
    return bundle


@transaction.atomic
def share_answers(uuid, *, by, keys) -> int:
    """Copy answers into the drafts that lack them; `keys` are those of `shared_answers`. How many were copied.

    An answer that is there is never replaced, whatever it says.
    """
    members = _locked_members(uuid, by)
    changed: dict[int, tuple] = {}
    copied = 0
    for shared in shared_answers(members):
        if shared.key in keys:
            for target in shared.targets:
                if target.lacks(shared.field.code):
                    target.answers[shared.field.code] = shared.value
                    changed[target.file.pk] = target
                    copied += 1
    if not copied:
        raise Refused(NOTHING_TO_SHARE)
    for target in changed.values():
        put_answers(target.file, store(target.spec, target.answers))
        ledger.save(target.file)
    _write_down("application.draft_saved", [each.file for each in changed.values()], by, shared=True)
    return copied


@transaction.atomic
def share_papers(uuid, *, by, keys) -> int:
    """Copy papers to the drafts that ask for the same and have none; `keys` are those of `shared_papers`. How many were made.

    Each copy is a file of its own: removing a paper from a draft deletes its content.
    """
    members = _locked_members(uuid, by)
    changed: dict[int, Application] = {}
    copied = 0
    for shared in shared_papers(members):
        if shared.key in keys:
            for target, requirement in shared.targets:
                for paper in shared.source:
                    _copy(paper, target.file, requirement["code"], by)
                    copied += 1
                changed[target.file.pk] = target.file
    if not copied:
        raise Refused(NOTHING_TO_SHARE)
    for file in changed.values():
        ledger.save(file)
    _write_down("application.document_added", changed.values(), by, shared=True, used_again=True)
    return copied


def _locked_members(uuid, by):
    """The bundle's drafts, locked by key and then read; others are left alone."""
    bundle = Bundle.objects.locked(uuid)
    require(policies.can_use_bundle, by, bundle)
    drafts = Application.objects.own(by).filter(bundle=bundle, state=Application.State.DRAFT)
    keys = sorted(drafts.values_list("pk", flat=True))
    locked = Application.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True, of=("self",))
    list(locked.values_list("pk", flat=True))
    members = [each for each in members_of(bundle, by) if each.file.pk in keys]
    for member in members:
        require(policies.can_edit, by, member.file)
        if not policies.ACTS["edit"].possible(member.file):
            raise WrongState(NOT_EDITABLE)
    return members


def _copy(paper, file, code, by) -> None:
    with paper.file.storage.open(paper.file.name) as stored:
        content = stored.read()
    refuse_unfit_upload(file, by, code, content, size=paper.size)
    kind = Inspected(paper.extension.lstrip("."), paper.content_type, paper.sha256)
    new_document(file, by=by, inspected=kind, content=content, name=paper.original_name, requirement_code=code)


def _write_down(verb, files, by, **facts) -> None:
    for file in sorted(files, key=lambda each: each.office.journal_chain):
        record(verb, file, by=by, office=file.office, **policies.filing_role(by, file), **facts)
