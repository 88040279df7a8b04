"""What the pages of one version share: finding it, its head and its neighbours, saving a part of it, drawing the page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import policies
from applications.actions.standards import save_terms
from applications.models import ServiceStandard
from applications.standards.days import today_of
from applications.standards.terms import SECTION, SECTIONS, section_path
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState

MOVED_ON = gettext_lazy(
    "Draf ini baru saja diubah orang lain. Di bawah ini keadaan yang baru; ulangi langkah Anda. Tidak ada yang berubah."
)
SAVED = gettext_lazy("Tersimpan dalam draf.")
BACK = gettext_lazy("Daftar bagian")
WITH = ("permit_type__owner", "office__region", "based_on__permit_type")


def version_of(request, uuid, *more) -> ServiceStandard:
    """One version that the reader may see, drafts of the own office too; anything else is 404. `more`: for select_related."""
    return get_object_or_404(ServiceStandard.objects.visible_to(request.user).select_related(*WITH, *more), uuid=uuid)


def home_of(standard) -> str:
    return reverse("applications:standard", args=[standard.uuid])


def may_edit(request, standard) -> bool:
    return standard.status == standard.Status.DRAFT and policies.can_write_standard(request.user, standard)


def revision_of(request) -> int:
    """The draft's state that a page without a form of its own showed; -1, which no draft has, for nonsense."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


# --- the head and the foot of a page ----------------------------------------------------------------------------------


def tag_of(standard, day) -> tuple[str, str]:
    """Look and words of where a version stands on the office's local day."""
    status, until = standard.status, standard.effective_until
    if status == "draft":
        return "wait", _("draf")
    if status == "reviewed":
        return "go", _("menunggu penetapan")
    if status == "superseded" or (until is not None and until < day):
        return "quiet", _("tidak berlaku lagi")
    return ("go", _("akan berlaku")) if standard.effective_from > day else ("ok", _("berlaku"))


def head_of(standard, back: tuple | None = None) -> dict:
    """What `_head.html` shows over each page of a version. `back`: (address, words), usually the list of its sections."""
    url, label = back or (home_of(standard), BACK)
    tag = tag_of(standard, today_of(standard.office))
    return {"standard": standard, "tag": tag, "back_url": url, "back_label": label}


def head_of_section(standard, key: str) -> dict:
    """The head of a section's own page, and for its foot (`_around.html`) the sections before and after it."""
    keys = [section.key for section in SECTIONS]
    place = keys.index(key)
    beside = {
        name: {"title": SECTION[keys[n]].title, "url": section_path(standard, keys[n])}
        for name, n in (("before", place - 1), ("after", place + 1))
        if 0 <= n < len(keys)
    }
    around = {"number": place + 1, "count": len(keys), "home": home_of(standard), **beside}
    return head_of(standard) | {"section": SECTION[key], "around": around}


def head_below(standard, key: str) -> dict:
    """The head of a page below a section's own."""
    section = SECTION[key]
    head = head_of(standard, back=(section_path(standard, key), section.title))
    return head | {"section": section, "section_url": section_path(standard, key)}


def next_section(standard, key: str) -> str:
    """Where "Simpan dan lanjut" leads: the section after this one; after the last one the list."""
    keys = [section.key for section in SECTIONS]
    following = keys[keys.index(key) + 1 :]
    return section_path(standard, following[0]) if following else home_of(standard)


# --- saving -----------------------------------------------------------------------------------------------------------


def saved(request, standard, form, **changes) -> bool:
    """Whether the draft took the changes. When not, the form says why, keeps what was typed, and can be sent once more."""
    try:
        save_terms(standard.uuid, by=request.user, revision=form.cleaned_data["revision"], **changes)
    except NotAllowed:
        raise
    except Refused as refused:
        refuse(form, standard, refused)
        return False
    return True


def refuse(form, standard, refused: Refused) -> None:
    form.refused = refused
    form.add_error(None, str(refused.message))
    form.retry_from(ServiceStandard.objects.values_list("revision", flat=True).get(pk=standard.pk))


def status_of(form) -> int:
    """Of a page with a form: 409 when the version is no draft any more, 400 when something in the form is wrong."""
    if isinstance(getattr(form, "refused", None), WrongState):
        return 409
    return 400 if form is not None and form.errors else 200


def arranged(request, standard, section: str, anchor: str, form, **changes):
    """The answer to a button of a list: done, or (somebody was faster) the list as it is now. Nothing was typed."""
    back = section_path(standard, section)
    try:
        save_terms(standard.uuid, by=request.user, revision=form.cleaned_data["revision"], **changes)
    except (NotAllowed, WrongState):
        raise
    except Refused:
        messages.warning(request, str(MOVED_ON))
        return redirect(back)
    return redirect(f"{back}#{anchor}")


# --- the structured sections ------------------------------------------------------------------------------------------


def section_page(request, standard, section: str, template: str, **more):
    """The page of a structured section: its list."""
    context = head_of_section(standard, section) | {"may_edit": may_edit(request, standard), **more}
    return render(request, f"applications/standards/parts/{template}", context)


def page(request, standard, section: str, template: str, *, form=None, **more):
    """A page below that of `section`. A version that is no draft shows its forms locked."""
    editable = may_edit(request, standard)
    if form is not None and not editable and not form.is_bound:
        form.lock()
    context = head_below(standard, section) | {"may_edit": editable, "form": form, **more}
    return render(request, f"applications/standards/parts/{template}", context, status=status_of(form))
