"""The look: contrast in both schemes, weight over the wire, no inline code, every component declared and shown."""

import gzip
import hashlib
import re
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template import Context, RequestContext, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from ptsp_portal.lib.moment import moved_to
from ptsp_portal.templatetags import ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PORTAL_CSS = Path(settings.BASE_DIR) / "static" / "css" / "portal.css"
# Published by the Bootstrap project for dist/css/bootstrap.min.css of 5.3.8.
BOOTSTRAP_SHA384 = "sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"
NOON = datetime(2026, 8, 24, 7, 30, tzinfo=UTC)
# Parts of the frame or of pages that need a page of their own; shown everywhere instead of on /gaya/.
FRAME = {"masthead", "foot", "language", "htmx", "confirm", "panel"}

TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "ground"), ("ink-soft", "paper"), ("ink-soft", "ground"), ("teal", "paper"), ("teal", "ground"),
    ("teal", "teal-soft"), ("on-fill", "fill"), ("on-fill", "fill-deep"), ("on-fill", "hero"), ("on-fill-soft", "hero"),
    ("sun", "sun-soft"), ("ok", "ok-soft"), ("late", "late-soft"), ("late", "paper"), ("late", "ground"), ("ink", "track"),
    ("ink", "sun-soft"), ("ink", "ok-soft"), ("ink", "late-soft"), ("ink", "teal-soft"),
]  # fmt: skip
SHAPE_PAIRS = [
    ("line-strong", "paper"),
    ("line-strong", "ground"),
    ("focus", "paper"),
    ("focus", "ground"),
    ("who-office", "track"),
]


@pytest.fixture(autouse=True)
def indonesian():
    """A test client leaves the language of its last answer behind."""
    with translation.override("id"):
        yield


def page(path="/gaya/", **extra):
    request = RequestFactory().get(path, **extra)
    request.user = AnonymousUser()
    return request


def tokens(scheme):
    css = PORTAL_CSS.read_text()
    light = css[css.index(":root {") : css.index("@media screen and (prefers-color-scheme: dark)")]
    dark = css[css.index("@media screen and (prefers-color-scheme: dark)") : css.index("/* 2 base */")]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", dark))


def contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_colour_can_be_read_on_its_ground(scheme):
    found = tokens(scheme)
    weak = {pair: contrast(found[pair[0]], found[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_field_borders_and_the_focus_ring_can_be_seen(scheme):
    found = tokens(scheme)
    weak = {pair: contrast(found[pair[0]], found[pair[1]]) for pair in SHAPE_PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_bootstrap_is_the_published_file():
    content = Path(finders.find("css/bootstrap.min.css")).read_bytes()
    assert b64encode(hashlib.sha384(content).digest()).decode() == BOOTSTRAP_SHA384


@pytest.mark.django_db
def test_a_first_visit_stays_under_sixty_kilobytes_and_the_next_page_under_fifteen(client):
    def wire(content):
        return len(gzip.compress(content, 9))

    html = client.get("/gaya/").content
    assets = re.findall(rb'(?:href|src)="/static/([^"]+)"', html)
    files = {name: Path(finders.find(name.decode())).read_bytes() for name in set(assets)}
    usual = {b"css/bootstrap.min.css", b"css/portal.css", b"js/portal.js", b"img/mark.svg"}
    assert set(files) == usual | {b"css/charts.css"}  # the style page shows a chart too
    assert wire(html) < 15_000
    assert wire(PORTAL_CSS.read_bytes()) < 6_700
    assert wire(html) + sum(wire(content) for content in files.values()) < 60_000


def screens():
    """Templates of pages: not the e-mails and print pages, which have a style of their own."""
    for path in TEMPLATES.rglob("*.html"):
        parts = path.relative_to(TEMPLATES).parts
        if "messages" not in parts and "print" not in parts and "email" not in path.stem:
            yield path


def test_no_page_carries_inline_script_or_style():
    inline = re.compile(r"<style\b|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
    found = {
        str(path.relative_to(TEMPLATES)): match.group()
        for path in screens()
        if (match := inline.search(path.read_text()))
    }
    assert found == {}


def test_only_the_base_page_opens_a_document():
    assert [path.name for path in screens() if "<html" in path.read_text()] == ["base.html"]


def test_every_component_declares_its_parameters_and_stands_on_the_style_page():
    shown = (TEMPLATES / "style.html").read_text() + (TEMPLATES / "_style_row.html").read_text()
    for path in (TEMPLATES / "components").glob("*.html"):
        assert path.read_text().startswith("{#"), f"{path.name} must declare its parameters"
        assert path.stem in FRAME or f"components/{path.name}" in shown, f"{path.name} is missing on /gaya/"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_style_page_has_one_heading_landmarks_and_a_way_past_the_menu(client, language):
    client.cookies["bahasa"] = language
    html = client.get("/gaya/").content.decode()
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == html.count("<main") == html.count("<footer") == 1
    assert html.index('href="#isi"') < html.index('class="masthead"') < html.index('<main id="isi"')
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_error_page_needs_nothing_that_could_be_broken():
    html = get_template("500.html").render()
    assert "Ada gangguan di sistem kami" in html
    assert "css/portal.css" in html


def test_a_refusal_shows_its_message_its_gaps_and_the_way_back():
    request = page("/permohonan/", headers={"referer": "http://testserver/permohonan/1/"})
    html = render_to_string(
        "refused.html", {"message": "Masih <kurang>.", "gaps": [("Foto lokasi", "/foto/"), ("KTP", None)]}, request
    )
    assert "Masih &lt;kurang&gt;." in html
    assert '<a href="/foto/">Foto lokasi</a>' in html
    assert '<a class="btn btn-primary" href="http://testserver/permohonan/1/">' in html


@pytest.mark.parametrize(("in_office", "way_on"), [(True, "/kerja/"), (False, "/permohonan/")])
def test_a_refusal_leads_everybody_to_their_own_work(in_office, way_on):
    user = SimpleNamespace(is_authenticated=True, in_office=in_office)
    html = render_to_string("refused.html", {"message": "x", "user": user, "menu": None, "unread": 0}, page())
    assert f'<a class="btn btn-quiet" href="{way_on}">' in html
    assert '<a class="btn btn-quiet" href="/">' in render_to_string("refused.html", {"message": "x"}, page())


def test_a_refusal_never_links_to_another_site():
    html = render_to_string("refused.html", {"message": "x"}, page(headers={"referer": "https://jahat.example/"}))
    assert "jahat.example" not in html


def test_moments_are_worded_in_the_zone_of_the_office():
    assert ui.moment(NOON, "Asia/Jakarta") == "Senin, 24 Agustus 2026 pukul 14.30 WIB"
    assert ui.moment(NOON, SimpleNamespace(zone="Asia/Makassar")).endswith("15.30 WITA")
    assert ui.moment(NOON, ZoneInfo("Asia/Jayapura")).endswith("16.30 WIT")
    assert ui.moment(None) == ui.day(None) == ui.short_day(None) == ""


def test_days_and_figures_follow_the_language():
    late_evening = datetime(2026, 8, 24, 17, 30, tzinfo=UTC)  # already Tuesday in Jakarta
    assert ui.day(late_evening) == "Selasa, 25 Agustus 2026"
    assert (ui.short_day(NOON), ui.number(1204), ui.number(88.4), ui.rupiah(1500000)) == (
        "24 Agu",
        "1.204",
        "88,4",
        "Rp1.500.000",
    )
    with translation.override("en"):
        assert (ui.day(late_evening), ui.number(1204)) == ("Tuesday, 25 August 2026", "1,204")


@pytest.mark.parametrize(
    ("hours", "days", "kind", "text"),
    [
        (-30, None, "late", "Lewat 1 hari"),
        (-1, None, "late", "Lewat batas hari ini"),
        (2, None, "wait", "Hari ini"),
        (24, None, "wait", "Besok"),
        (24 * 13, None, "go", "13 hari lagi"),
        (24 * 5, 3, "go", "3 hari kerja lagi"),
        (24, 1, "wait", "1 hari kerja lagi"),
        (-24, -1, "late", "Lewat 1 hari kerja"),
    ],
)
def test_a_deadline_is_words_and_a_kind(hours, days, kind, text):
    with moved_to(NOON):
        due_at = datetime.fromtimestamp(NOON.timestamp() + hours * 3600, UTC)
        assert ui.deadline_words(due_at, days) == {"kind": kind, "text": text}


def test_a_filter_link_keeps_the_other_filters_and_drops_the_page():
    template = Template("{% query name value 'after' None %}")
    request = page("/berkas/?kantor=batam&after=xyz")
    assert (
        template.render(RequestContext(request, {"name": "lihat", "value": "late"})) == "?kantor=batam&amp;lihat=late"
    )
    assert template.render(RequestContext(request, {"name": "kantor", "value": ""})) == "?"


def test_each_form_gets_its_own_key_also_inside_a_component():
    assert ui.once() != ui.once()
    html = render_to_string(
        "components/actions.html", {"actions": [{"label": "Kirim", "url": "/kirim/", "method": "post"}]}, page()
    )
    assert html.count('name="once"') == html.count('name="csrfmiddlewaretoken"') == 1


def test_bars_are_drawn_with_decimal_points_in_indonesian():
    parts = [{"who": "office", "percent": 33.5, "text": "a"}, {"who": "agency", "percent": 80, "text": "b"}]
    html = render_to_string("components/clock_bar.html", {"parts": parts, "summary": "s"})
    assert 'x="33.50" width="66.50"' in html


class Example(forms.Form):
    nik = forms.CharField(label="NIK", help_text="16 angka.")
    note = forms.CharField(label="Keterangan", required=False)
    side = forms.ChoiceField(label="Letak?", choices=[("in", "Dalam")], widget=forms.RadioSelect)


def test_a_field_shows_label_then_help_then_error_then_itself():
    form = Example({})
    html = Template("{% load crispy_forms_filters %}{{ form|crispy }}").render(Context({"form": form}))
    order = ['<label for="id_nik">NIK', 'id="id_nik_helptext"', 'id="id_nik_error"', 'name="nik"']
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)
    assert 'aria-describedby="id_nik_helptext id_nik_error"' in html
    assert html.count("boleh dikosongkan") == 1


def test_the_error_summary_links_to_each_wrong_field():
    form = Example({})
    html = render_to_string("components/error_summary.html", {"form": form})
    assert re.findall(r'<a href="#(\w+)">([^:]+):', html) == [("id_nik", "NIK"), ("div_id_side", "Letak")]
    assert render_to_string("components/error_summary.html", {"form": Example()}).strip() == ""


def test_a_field_never_says_in_a_placeholder_what_its_label_says():
    class Named(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Nama lengkap"}))

    html = Template("{% load crispy_forms_filters %}{{ form|crispy }}").render(Context({"form": Named()}))
    assert "placeholder" not in html


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_to_do(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/akun/login/", {"login": "a@demo.test", "password": "x"})
    assert answer.status_code == 403
    assert "Formulir sudah kedaluwarsa" in answer.content.decode()
    assert answer.content.count(b'class="masthead"') == 1
