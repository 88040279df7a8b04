"""Promising a message: rows in the same transaction as the act they tell of, so neither exists without the other.

Templates are `<app>/messages/<occasion>.subject.txt`, `.txt` and (optional) `.html`. They get the context, `link` (absolute),
`site_name` and `site_url`, and hold no personal data beyond a number and a status: a mail is a postcard.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string, select_template
from django.utils import translation

from notifications.models import Message
from ptsp_portal.lib.background import wake
from ptsp_portal.lib.moment import now

DELIVER = "notifications.deliver_messages"
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Letter:
    """One thing to tell one user. `occasion` is "<app>/<occasion>", `link` a path of this portal, `about` a row's UUID.

    `through`: the words are for somebody else, whom this user shall tell; they stand inside that other occasion's words.
    """

    user: object
    occasion: str
    context: dict = field(default_factory=dict)
    link: str = ""
    about: UUID | None = None
    through: str = ""


def enqueue(*, user, occasion, context, link="", about=None) -> None:
    """Tell `user`, in their language: a message in the portal at once, and an e-mail that a worker sends."""
    enqueue_all([Letter(user, occasion, context, link, about)])


def enqueue_all(letters: list[Letter]) -> None:
    """Tell many at once, in one SQL statement however many they are. Two equal letters to one user become one."""
    rows, seen = [], []
    for letter in letters:
        key = (letter.user.pk, letter.occasion, letter.link, letter.about, letter.context)
        if key not in seen:
            seen.append(key)
            rows += _rows(letter)
    if rows:
        Message.objects.bulk_create(rows)
        wake(DELIVER)


def mail_to(address, occasion, context, path="", about=None) -> None:
    """Mail an address that is no account's, in the portal's language: an agency's own. Nothing of it stands in an inbox, and
    the path, which may carry a secret, stands in the mail alone."""
    subject, text, html = _words(Letter(None, occasion, context, path, about))
    mail_row(address=address, subject=subject, text=text, html=html, occasion=occasion, about=about).save()
    wake(DELIVER)


def text_to(number, occasion, context, about=None) -> None:
    """SMS to a number, in the portal's language: `<occasion>.sms.txt`, or the subject with where to look further."""
    stem = "{}/messages/{}".format(*occasion.split("/", 1))
    around = {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    with translation.override(settings.LANGUAGE_CODE):
        around["subject"] = one_line(_plain(f"{stem}.subject.txt", around))
        template = select_template([f"{stem}.sms.txt", "notifications/notice.sms.txt"]).template
        words = one_line(template.render(Context(around, autoescape=False)))
    moment = now()
    Message.objects.create(
        channel=Message.Channel.SMS,
        state=Message.State.WAITING,
        next_try_at=moment,
        created_at=moment,
        address=number,
        subject=around["subject"][:LONGEST_SUBJECT],
        text=words,
        occasion=occasion,
        about=about,
    )
    wake(DELIVER)


def mail_row(*, address, subject, text, html="", **fields) -> Message:
    """An unsaved e-mail row that waits for delivery from now on."""
    uuid, moment = uuid4(), now()
    return Message(
        uuid=uuid,
        channel=Message.Channel.EMAIL,
        state=Message.State.WAITING,
        next_try_at=moment,
        created_at=moment,
        message_id=f"<{uuid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
        address=one_line(address),
        subject=one_line(subject)[:LONGEST_SUBJECT],
        text=text,
        html=html,
        **fields,
    )


def one_line(text: str) -> str:
    """For headers: no line break of any kind survives, so nothing can add a header of its own."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _rows(letter: Letter) -> list[Message]:
    subject, text, html = _words(letter)
    about = {"user": letter.user, "occasion": letter.occasion, "link": letter.link, "about": letter.about}
    moment = now()
    rows = [
        Message(
            channel=Message.Channel.INAPP,
            state=Message.State.SENT,
            subject=subject,
            text=text,
            sent_at=moment,
            created_at=moment,
            **about,
        )
    ]
    if letter.user.email:
        rows.append(mail_row(address=letter.user.email, subject=subject, text=text, html=html, **about))
    return rows


def _words(letter: Letter) -> tuple[str, str, str]:
    """Subject, text and the whole html of a letter, in the language of its reader."""
    app, name = letter.occasion.split("/", 1)
    stem = f"{app}/messages/{name}"
    link = settings.SITE_URL + letter.link if letter.link else ""
    context = {**letter.context, "link": link, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    language = letter.user.language if letter.user else ""
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = one_line(_plain(f"{stem}.subject.txt", context))[:LONGEST_SUBJECT]
        text = _plain(f"{stem}.txt", context).strip() + "\n"
        if letter.through:
            subject, text = _passed_on(letter.through, context, subject, text)
        around = {**context, "subject": subject, "text": text, "language": translation.get_language()}
        around["body"] = select_template([f"{stem}.html", "notifications/plain_body.html"]).render(around)
        html = render_to_string("notifications/email.html", around)
    return subject, text, html


def _passed_on(occasion: str, context: dict, subject: str, text: str) -> tuple[str, str]:
    stem = "{}/messages/{}".format(*occasion.split("/", 1))
    inside = {**context, "subject": subject, "text": text.strip()}
    outer = one_line(_plain(f"{stem}.subject.txt", inside))[:LONGEST_SUBJECT]
    return outer, _plain(f"{stem}.txt", inside).strip() + "\n"


def _plain(name, context) -> str:
    """A text template: an apostrophe stays an apostrophe. `get_template().template` is Django's own Template."""
    return get_template(name).template.render(Context(context, autoescape=False))
