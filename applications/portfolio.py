"""What one holder has: permits with what can be done about each today, filings under way and ended, papers kept for reuse."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications import permits
from applications.models import Application, Permit
from applications.used_before import names_of_papers, papers_of_holder

PAGE = 20
MOST_FILINGS = 10
MOST_PAPERS = 20
Kind = Application.Kind
STATUS_TAGS = {  # live status: (tag, word)
    "active": ("ok", _("Berlaku")),
    "expired": ("late", _("Habis masa berlaku")),
    "suspended": ("late", _("Dibekukan")),
    "revoked": ("late", _("Dicabut")),
    "superseded": ("quiet", _("Diganti")),
    "closed": ("quiet", _("Ditutup")),
}
ACT_WORDS = {  # kind: (button, what it is for)
    Kind.RENEWAL: (_("Perpanjang sekarang"), _("Masa berlaku baru; isian lama sudah terisi.")),
    Kind.AMENDMENT: (_("Ubah izin"), _("Ada isi izin yang berubah; masa berlakunya tetap.")),
    Kind.DUPLICATE: (_("Minta salinan"), _("Izin hilang atau rusak; nomornya tetap.")),
    Kind.CLOSURE: (_("Tutup izin"), _("Kegiatannya berhenti dan izinnya tidak diperlukan lagi.")),
}


@dataclass
class Held:
    """One permit as its holder sees it today."""

    permit: Permit
    tag: str
    word: str
    days_left: int | None
    running: Application | None
    acts: list = field(default_factory=list)
    why_not_renewed: str = ""
    why_nothing: str = ""

    @property
    def soon(self) -> bool:
        """Near enough its end for the page to say how many days are left."""
        return self.tag == "ok" and self.days_left is not None and self.days_left <= permits.RENEWAL_OPENS.days

    @property
    def can_renew(self) -> bool:
        return any(act["kind"] == Kind.RENEWAL for act in self.acts)


def held(rows) -> list[Held]:
    """Two statements, however many permits: the standards in force and the filings under way."""
    rows = list(rows)
    offered = permits.kinds_offered(rows)
    running = {file.of_permit_id: file for file in Application.objects.open().filter(of_permit__in=rows)}
    return [_held(permit, offered[permit.pk], running.get(permit.pk)) for permit in rows]


def _held(permit, offered, running) -> Held:
    tag, word = STATUS_TAGS[permit.live_status(permit.today)]
    found = Held(permit, tag, word, permits.days_left(permit), running)
    if tag != "ok":
        found.why_nothing = permits.why_not(permit, Kind.CLOSURE, running=None)
    for kind in offered:
        why = permits.why_not(permit, kind, running=running)
        if not why:
            found.acts.append(_act(permit, kind))
        elif kind == Kind.RENEWAL and tag == "ok" and running is None:
            found.why_not_renewed = why
    return found


def _act(permit, kind) -> dict:
    """For components/actions.html, with the words that say what it is for."""
    label, meaning = ACT_WORDS[kind]
    url = reverse("applications:start_later", args=[permit.uuid, kind])
    look = "main" if kind == Kind.RENEWAL else "quiet"
    return {"label": label, "meaning": meaning, "url": url, "kind": kind, "look": look}


def permits_page(person, business, after: str):
    """(permits of one page, key of the next page or None); newest first."""
    rows = Permit.objects.held_by(person, business).for_holder().order_by("-pk")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE + 1])
    return held(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def filings_of(person, business):
    """(under way with drafts, ended), the newest of each."""
    files = Application.objects.filter(business=business) if business else _own_files(person)
    files = files.with_names().select_related("business", "permit", "of_permit").order_by("-pk")
    return list(files.filter(closed_at__isnull=True)[:MOST_FILINGS]), list(
        files.filter(closed_at__isnull=False)[:MOST_FILINGS]
    )


def _own_files(person):
    return Application.objects.filter(person=person, business__isnull=True)


def kept_papers(person, business) -> list[dict]:
    """Papers that may be used again, each once for a requirement; for components/file_list.html."""
    papers, seen = papers_of_holder(person.pk, business and business.pk), set()
    names, found = names_of_papers(papers), []
    for paper in papers:
        same = (paper.sha256, paper.requirement_code)
        if same not in seen and len(found) < MOST_PAPERS:
            seen.add(same)
            url = reverse("applications:document", args=[paper.uuid])
            found.append({"paper": paper, "label": names[paper.pk], "url": url})
    return found
