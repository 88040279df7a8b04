"""static/js/show-when.js on the form as the portal draws it: hides and shows, clears nothing, leaves the focus where it is."""

from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string

from applications.schema.form import FormSpec, section_form, sections
from tests.applications.schema.samples import CONTEXT, one

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "show-when.js"


def when(field, value):
    return {"show_when": {"field": field, "value": value}}


SPEC = FormSpec.from_json([
    one("bentuk", "choice", choices=["Perorangan", "Badan"]),
    one("akta", "text", **when("bentuk", "Badan")),
    one("cabang", "boolean", **when("bentuk", "Badan")),
    one("jumlah_cabang", "integer", **when("cabang", True)),
    one("hiburan", "multichoice", False, choices=["Musik", "Tari"]),
    one("jam", "text", **when("hiburan", "Musik")),
    one("pengurus", "table", columns=[one("nama", "text")], **when("bentuk", "Badan")),
])  # fmt: skip


@pytest.fixture
def open_form(browser):
    context = browser.new_context()

    def open_one(section, answers=None, script=True):
        form = section_form(section, CONTEXT)(None, answers)
        inside = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form %}").render({"form": form})
        marks = render_to_string("applications/drafting/_conditions.html", {"conditions": form.conditions()})
        page = context.new_page()
        page.set_content(
            f"<!doctype html><style>[hidden]{{display:none!important}}</style><form>{marks}<section>{inside}</section></form>"
        )
        if script:
            page.add_script_tag(content=SCRIPT.read_text())
        return page

    yield open_one
    context.close()


def seen(page):
    codes = [each.code for each in SPEC.fields]
    return {
        code
        for code in codes
        if page.locator(f"#div_id_{code}").count() and page.locator(f"#div_id_{code}").is_visible()
    }


def test_fields_come_and_go_with_the_answers_and_keep_what_was_typed(open_form):
    data, table = sections(SPEC)
    page = open_form(data, script=False)
    assert len(seen(page)) == 6 and "Hanya bila “Bentuk” dijawab “Badan”." in page.content()
    page = open_form(data)
    assert seen(page) == {"bentuk", "hiburan"}
    page.get_by_label("Badan").check()
    assert seen(page) == {"bentuk", "hiburan", "akta", "cabang"}
    assert page.evaluate("document.activeElement.value") == "Badan"
    page.locator("[name=akta]").fill("Akta 12")
    page.get_by_label("Ya", exact=True).check()
    page.get_by_label("Musik").check()
    assert seen(page) == {"bentuk", "hiburan", "akta", "cabang", "jumlah_cabang", "jam"}
    page.get_by_label("Perorangan").check()  # the chain goes with its first link
    assert seen(page) == {"bentuk", "hiburan", "jam"}
    page.get_by_label("Badan").check()
    assert page.locator("[name=akta]").input_value() == "Akta 12" and "jumlah_cabang" in seen(page)
    # A table alone on its page: the server knows the answer of the other page.
    assert seen(open_form(table, {"bentuk": "Badan"})) == {"pengurus"}
    empty = open_form(table)
    assert seen(empty) == set() and empty.locator("section").is_hidden()
