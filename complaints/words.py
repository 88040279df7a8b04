"""What a typed number opens, and what stays of it in the words of a complaint."""

from agencies.numbering import normalise_registration_number


def named_by(number: str, office, files, permits):
    """(application, permit, number to keep in the words). `files` are those that this person may see, `permits` the public ones.

    A permit's number is public. A registration number binds only for somebody who may see the file; otherwise it stays in
    the words, and the desk looks it up.
    """
    number = number.replace("\0", "").strip()
    if not number:
        return None, None, ""
    wanted = normalise_registration_number(number)
    application = files.filter(registration_number=wanted, office=office).first()
    if application:
        return application, None, ""
    permit = permits.filter(number=number, office=office).first()
    return None, permit, "" if permit else number


def with_number(text: str, number: str) -> str:
    """Indonesian for every reader: it is part of what the desk reads."""
    return f"{text}\n\nNomor yang disebut pelapor: {number}" if number else text
