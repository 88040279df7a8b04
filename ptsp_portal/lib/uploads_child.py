"""Takes a PDF apart in a process of its own, with little memory and little time. Started by `uploads.py`, by path.

Reads the file from standard input, writes one JSON object: {"pages": n} or {"refused": "<code>"}. The codes and the
sentences for them stand in `uploads.PDF_REFUSALS`. Imports neither Django nor the portal, so it starts in ~0.1 s.
"""

import io
import json
import resource
import sys

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 8
MAX_PAGES = 500
MAX_OBJECTS = 200_000
# Actions and objects that make a reader run, fetch, send or open something else than the pages.
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"}
ACTIVE_KEYS = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/AA": "auto_action",
    "/XFA": "xfa",
    "/EmbeddedFile": "attachment",
    "/EmbeddedFiles": "attachment",
    "/RichMediaContent": "rich_media",
}
ACTIVE_TYPES = {"/EmbeddedFile": "attachment"}
ACTIVE_SUBTYPES = {
    "/RichMedia": "rich_media",
    "/FileAttachment": "attachment",
    "/3D": "rich_media",
    "/Movie": "rich_media",
}
ACTION_CODES = {"/JavaScript": "javascript", "/Launch": "launch", "/GoToE": "attachment", "/Rendition": "rich_media"}


class Bad(Exception):
    """Refused; the argument is the code."""


def limit():
    """Before anything is read: a file that wants more than this is not a form anybody filled in."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def code_of(dictionary):
    """Why this one dictionary is refused, or None."""
    for key, code in ACTIVE_KEYS.items():
        if key in dictionary and not is_empty(dictionary[key]):
            return code
    action = str(dictionary.get("/S", ""))
    if action in ACTIVE_ACTIONS:
        return ACTION_CODES.get(action, "auto_action")
    return ACTIVE_TYPES.get(str(dictionary.get("/Type", ""))) or ACTIVE_SUBTYPES.get(
        str(dictionary.get("/Subtype", ""))
    )


def is_empty(thing):
    try:
        return len(thing) == 0
    except (TypeError, NotImplementedError, ValueError):
        return False


def walk(pikepdf, top):
    """Every dictionary inside one object, without following references (each object is visited by itself)."""
    waiting = [top]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            waiting += [child for _key, child in thing.items() if is_container(pikepdf, child)]
        elif isinstance(thing, pikepdf.Array):
            waiting += [child for child in thing if is_container(pikepdf, child)]


def is_container(pikepdf, thing):
    return isinstance(thing, (pikepdf.Dictionary, pikepdf.Array)) and not thing.is_indirect


def check_opening(pikepdf, pdf):
    """OpenAction may show a page (office suites write that into every file), and nothing else."""
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", "")) != "/GoTo":
        raise Bad(ACTION_CODES.get(str(opening.get("/S", "")), "auto_action"))


def inspect(data):
    import pikepdf  # noqa: PLC0415 - after the limits are set, so that loading it counts too

    try:
        pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Bad("encrypted") from error
    except pikepdf.PdfError as error:
        raise Bad("broken") from error
    if pdf.is_encrypted:
        raise Bad("encrypted")
    if len(pdf.objects) > MAX_OBJECTS:
        raise Bad("too_complex")
    check_opening(pikepdf, pdf)
    for thing in pdf.objects:
        for dictionary in walk(pikepdf, thing):
            if code := code_of(dictionary):
                raise Bad(code)
    pages = len(pdf.pages)
    if not pages:
        raise Bad("no_pages")
    if pages > MAX_PAGES:
        raise Bad("too_many_pages")
    for page in pdf.pages:
        if page.obj.get("/MediaBox") is None and not page.mediabox:
            raise Bad("broken")
    # Reads the contents of every page through their filters; raises PdfError for what no reader can show. Small faults of
    # syntax that it only reports are in many honest files.
    pdf.check_pdf_syntax()
    return {"pages": pages}


def main():
    limit()
    data = sys.stdin.buffer.read()
    try:
        answer = inspect(data)
    except Bad as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_complex"}
    except Exception:  # noqa: BLE001 - whatever the parser trips over, the file is not one we keep
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
