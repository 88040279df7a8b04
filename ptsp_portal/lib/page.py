"""What surrounds every page: the name, the menu for this person, the language switch, whether this is a demo.

Asked lazily, so a page that shows no masthead (an htmx part, a print page) pays nothing.
"""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Url name, words. An entry whose page does not exist in this installation is left out.
PUBLIC = [
    ("service_list", _("Layanan")),
    ("track", _("Lacak berkas")),
    ("complaint_new", _("Pengaduan")),
]
APPLICANT = [
    ("my_applications", _("Permohonan saya")),
    ("service_list", _("Layanan")),
    ("track", _("Lacak berkas")),
    ("complaint_new", _("Pengaduan")),
]
OFFICE = [
    ("desk", _("Pekerjaan saya")),
    ("file_list", _("Berkas")),
    ("register_list", _("Buku izin")),
    ("dashboard", _("Ringkasan")),
]
PERSONAL = [
    ("notifications:inbox", _("Pesan")),
    ("profile", _("Data diri dan usaha")),
    ("account_change_password", _("Ganti kata sandi")),
    ("account_email", _("Alamat surel")),
]


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
    """The lines of the menu: `main` beside the brand, `own` under the person's name, `demo` for demo pages."""
    signed_in = bool(user and user.is_authenticated)
    if not signed_in:
        entries, own = PUBLIC, []
    elif user.in_office:
        # An officer may also file for herself: her own files stand in the second menu.
        entries, own = OFFICE, [("my_applications", _("Permohonan saya")), *PERSONAL]
    else:
        entries, own = APPLICANT, PERSONAL
    return {
        "main": _links(entries, path),
        "own": _links(own, path),
        "mailbox": _links([("notifications:mailbox", _("Kotak surat peragaan"))], path),
    }


def unread_count(user) -> int:
    """How many messages this person has not opened; 0 before sign-in."""
    return user.received_messages.in_app_of(user).unread().count() if user and user.is_authenticated else 0


def other_language():
    """The language the switch goes to, in its own words."""
    names = dict(settings.LANGUAGES)
    code = "en" if (get_language() or "id").startswith("id") else "id"
    return {"code": code, "name": names[code]}


def _links(entries, path):
    links = []
    for name, words in entries:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        links.append({"name": name, "label": words, "url": url, "current": url != "/" and path.startswith(url)})
    return links
