"""What the editor's page shows: the text as blocks with the people's names of the placeholders, and how it would print."""

from applications.letters.markup import parse
from applications.letters.placeholders import Menu
from applications.letters.preview import NoOffice, sample_doc
from ptsp_portal.lib.pdf import limited


def for_editor(text: str, menu: Menu) -> list[dict]:
    """The blocks of a text without faults; each placeholder with its label."""
    return [_labelled(block, menu) for block in parse(text, menu.parts).blocks]


def _labelled(block: dict, menu: Menu) -> dict:
    if block["kind"] == "part":
        return block | {"label": menu[block["name"]].label}
    if block["kind"] == "list":
        return block | {"items": [[_labelled(one, menu) for one in item] for item in block["items"]]}
    if block["kind"] == "table":
        rows = [
            [_labelled(cell | {"kind": "cell"}, menu) for cell in row] for row in (block["columns"], *block["rows"])
        ]
        return block | {"columns": rows[0], "rows": rows[1:]}
    return block | {
        "runs": [run | {"label": menu[run["name"]].label} if "name" in run else run for run in block["runs"]]
    }


def sample_page(standard, letter: str, text: str) -> dict | None:
    """The `doc` of a sample with this text, saved or not, for print/letter_body.html on the page; None where no office is."""
    kept = standard.letters
    standard.letters = kept | {letter: text}
    try:
        return limited(sample_doc(standard, letter))
    except NoOffice:
        return None
    finally:
        standard.letters = kept
