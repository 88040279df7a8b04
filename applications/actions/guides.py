"""Guides: an office begins one (empty, or as a copy of everybody's), changes it, shows it to the public, takes it back."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications import policies
from applications.models import Guide, PermitType
from applications.schema.guide import read_questions
from applications.schema.guide_edit import said
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, require

CONTENT = ("title", "title_en", "intro", "questions")
SLUG_TAKEN = _("Kantor ini sudah punya panduan beralamat “%(slug)s”. Pakai judul lain. Tidak ada yang berubah.")
NO_SUCH_GUIDE = _("Panduan nasional itu tidak ada lagi. Tidak ada yang berubah.")
NO_TITLE = _("Tulis dahulu judulnya. Tidak ada yang berubah.")
STALE = _(
    "Panduan ini diubah orang lain sejak halaman Anda dibuka. Yang Anda ketik masih ada di bawah; muat ulang untuk melihat yang "
    "baru, lalu simpan lagi. Tidak ada yang berubah."
)
FAULTY = _("Panduan ini belum dapat disimpan begitu. Perbaiki dahulu yang berikut. Tidak ada yang berubah.")
NOT_WHOLE = _("Panduan ini belum lengkap, jadi belum dapat ditampilkan. Perbaiki dahulu yang berikut.")


@transaction.atomic
def start_guide(office_pk, *, by, title="", source_uuid=None) -> Guide:
    """A guide of the office's own, not yet shown: empty, or a copy of everybody's (the one that is there, if it was copied)."""
    office = Agency.objects.select_for_update(no_key=True).select_related("region").get(pk=office_pk)
    require(policies.can_write_standards, by, office)
    guide = Guide(office=office, title=title.strip(), slug=slugify(title)[:60].strip("-"))
    if source_uuid is not None:
        source = Guide.objects.national().filter(uuid=source_uuid).first()
        if source is None:
            raise Refused(NO_SUCH_GUIDE)
        guide.slug = source.slug
        for name in CONTENT:
            setattr(guide, name, getattr(source, name))
    if not guide.title or not guide.slug:
        raise Refused(NO_TITLE)
    own = Guide.objects.filter(office=office, slug=guide.slug).first()
    if own is not None and source_uuid is not None:
        return own
    if own is not None:
        raise Refused(SLUG_TAKEN % {"slug": guide.slug})
    guide.changed_by, guide.changed_at = by, now()
    guide.save()
    record("guide.saved", guide, by=by, office=office, slug=guide.slug)
    return guide


@transaction.atomic
def save_guide(uuid, *, by, revision: int, **changes) -> Guide:
    """Put other content into a guide; `revision` is the one that the page showed. A guide that is shown stays whole.

    Raises Refused when somebody was faster, Incomplete with the place and the reason of each fault.
    """
    guide = Guide.objects.locked(uuid)
    require(policies.can_write_guide, by, guide)
    if guide.revision != revision:
        raise Refused(STALE)
    if unknown := set(changes) - set(CONTENT):
        raise ValueError(f"no content of a guide: {sorted(unknown)}")
    if not any(getattr(guide, name) != value for name, value in changes.items()):
        return guide
    for name, value in changes.items():
        setattr(guide, name, value)
    if not guide.title.strip():
        raise Refused(NO_TITLE)
    _refuse_faults(guide, FAULTY, whole=guide.is_published)
    guide.revision += 1
    guide.changed_by, guide.changed_at = by, now()
    guide.save()
    record("guide.saved", guide, by=by, office=guide.office, slug=guide.slug)
    return guide


@transaction.atomic
def set_guide_published(uuid, *, by, is_published: bool) -> Guide:
    """Show it to the public in the office's region, in the place of everybody's of the same address; or take it back."""
    guide = Guide.objects.locked(uuid)
    require(policies.can_write_guide, by, guide)
    if guide.is_published == is_published:
        return guide
    if is_published:
        _refuse_faults(guide, NOT_WHOLE, whole=True)
    guide.is_published = is_published
    guide.revision += 1
    guide.changed_by, guide.changed_at = by, now()
    guide.save()
    record("guide.published", guide, by=by, office=guide.office, slug=guide.slug, shown=is_published)
    return guide


def _refuse_faults(guide, message, *, whole) -> None:
    known = set(PermitType.objects.known_to(guide.office).values_list("code", flat=True))
    _spec, faults = read_questions(guide.questions, known=known, whole=whole)
    if faults:
        raise Incomplete(message, [(f"{said(place, guide.questions)}: {reason}", None) for place, reason in faults])


@transaction.atomic
def adopt_guides(entries) -> tuple[int, int, int]:
    """Write everybody's guides as the checked file has them: (all, new, changed); nothing the second time."""
    known = {guide.slug: guide for guide in Guide.objects.national().select_for_update(no_key=True)}
    new = changed = 0
    for entry in entries:
        guide = known.get(entry["slug"])
        wanted = {name: entry.get(name, "") for name in CONTENT}
        if guide is None:
            Guide.objects.create(slug=entry["slug"], is_published=True, changed_at=now(), **wanted)
            new += 1
        elif any(getattr(guide, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(guide, name, value)
            guide.revision += 1
            guide.changed_at = now()
            guide.save()
            changed += 1
    return len(entries), new, changed
