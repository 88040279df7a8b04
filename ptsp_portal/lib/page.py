"""What surrounds every page: the name, the menu for this person, the language switch, whether this is a demo.

Asked lazily, so a page that shows no masthead (an htmx part, a print page) pays nothing.
"""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

DESK = "applications:desk_home"
# Pages that stand below an entry of the menu, wherever their address is. Name of the entry: how the addresses begin.
BELOW_IN_OFFICE = {
    DESK: ("/permohonan/", "/rekomendasi/", "/peninjauan/", "/loket/bantu/", "/loket/darurat/", "/bendahara/", "/tindakan/",
           "/perbaikan/"),
    "applications:register_book": ("/izin/",),
    "agencies:office_home": ("/standar/",),
    "applications:standards_home": ("/kantor/",),
}  # fmt: skip
BELOW_OF_APPLICANT = {
    "applications:my_filings": ("/peninjauan/",),
    "applications:portfolio": ("/izin/",),
    "applications:catalogue": ("/antrean/", "/janji/"),
}
# Url name, words. An entry whose page does not exist in this installation is left out.
PUBLIC = [
    ("applications:catalogue", _("Layanan")),
    ("applications:track", _("Lacak berkas")),
    ("complaints", _("Pengaduan")),
]
OWN = [("applications:my_filings", _("Permohonan saya")), ("applications:portfolio", _("Izin saya"))]
# With files and permits of their own they need no tracking by number; it stands in the foot.
APPLICANT = [*OWN, *(entry for entry in PUBLIC if entry[0] != "applications:track")]
OFFICE = [  # and whose it is: one of these roles today, or everybody in office
    (DESK, _("Pekerjaan saya"), set()),
    ("applications:counter", _("Antrean"), {"front_desk"}),
    ("applications:register_book", _("Buku izin"), {"front_desk", "verifier", "endorser", "head", "auditor"}),
    ("agencies:claims", _("Surat kuasa"), {"front_desk"}),
    # Whoever keeps an office goes there from its page; the others who write standards have no page of the office.
    ("applications:standards_home", _("Standar layanan"), {"verifier", "endorser"}),
    ("survey:results", _("Survei"), {"head", "complaint_officer", "executive"}),
    ("investment:desk", _("Investasi"), {"office_admin", "head", "executive", "auditor"}),
    ("agencies:office_home", _("Kantor"), {"office_admin", "head"}),
    ("dashboards:overview", _("Ringkasan"), {"executive", "head", "auditor"}),
    ("applications:catalogue", _("Layanan"), set()),
]
OWN_LISTS = ("/permohonan/", "/permohonan/terima/")  # an officer's own files: in the second menu
PERSONAL = [
    ("notifications:inbox", _("Pesan")),
    ("complaints:mine", _("Pengaduan saya")),
    ("agencies:profile", _("Data diri dan usaha")),
    ("account_change_password", _("Ganti kata sandi")),
    ("account_email", _("Alamat surel")),
]
FOOT = [
    *PUBLIC,
    ("applications:public_register", _("Register izin")),
    ("figures:statistics", _("Statistik")),
    ("figures:digests", _("Sidik harian")),
    ("applications:verify_form", _("Periksa keaslian izin")),
    ("investment:index", _("Realisasi investasi")),
]
MAILBOX = [("notifications:mailbox", _("Kotak surat peragaan"))]


def surroundings(request):
    """Context processor; every value is lazy or free."""
    user = getattr(request, "user", None)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "menu": SimpleLazyObject(lambda: menu_for(user, request.path)),
        "unread": lambda: unread_count(user),
        "other_language": other_language(),
        "here": request.get_full_path(),
    }


def menu_for(user, path):
    """The lines of the menu: `main` beside the brand, `own` under the person's name, `foot`, and `mailbox` for a demo."""
    below = BELOW_OF_APPLICANT
    if not (user and user.is_authenticated):
        main, own = PUBLIC, []
    elif user.in_office:
        # An officer may also file for herself: her own files stand in the second menu.
        main = [(name, words) for name, words, roles in OFFICE if not roles or roles & user.roles_today]
        own, below = [*OWN, *PERSONAL], BELOW_IN_OFFICE
    else:
        main, own = APPLICANT, PERSONAL
    return {
        "main": _links(main, path, below),
        "own": _links(own, path),
        "foot": _links(FOOT, path),
        "mailbox": _links(MAILBOX, path),
    }


def unread_count(user) -> int:
    """How many messages this person has not opened; 0 before sign-in."""
    return user.received_messages.in_app_of(user).unread().count() if user and user.is_authenticated else 0


def other_language():
    """The language the switch goes to, in its own words."""
    names = dict(settings.LANGUAGES)
    code = "en" if (get_language() or "id").startswith("id") else "id"
    return {"code": code, "name": names[code]}


def _links(entries, path, below=None):
    links = []
    for name, words in entries:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        is_below = path.startswith((below or {}).get(name, ())) and path not in OWN_LISTS
        links.append(
            {"name": name, "label": words, "url": url, "current": _here(url, path) or ("true" if is_below else "")}
        )
    for link in links:  # of a line and one below it only the nearer is where we are
        if any(other["current"] and other["url"].startswith(link["url"]) for other in links if other is not link):
            link["current"] = ""
    return links


def _here(url, path):
    """The value of aria-current: this very page, a page below it, or neither."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) and url.count("/") > 1 else ""
