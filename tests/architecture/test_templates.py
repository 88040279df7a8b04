"""Templates: no inline code, no address of anybody else, parts that exist, forms that can't be sent twice or from elsewhere."""

import re

from tests.architecture.source import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Letters are rendered without a network, e-mails by programs that know no stylesheet.
IS_LETTER_OR_MAIL = re.compile(r"/(print|messages)/|notifications/email\.html")
PAGES = [path for path in TEMPLATES if not IS_LETTER_OR_MAIL.search(path.as_posix())]
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
# A link that a person may follow is not a request that a page makes.
FETCHED = re.compile(
    r"""(src|srcset|action|data|poster|background|hx-[a-z]+)=["'](https?:)?//|<link[^>]+href=["'](https?:)?//"""
)
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
KEYS = re.compile(r"{% once %}|{% form_keys %}")
TOKEN = re.compile(r"{% csrf_token %}|{% form_keys %}")
# Forms whose POST needs no key of ours: the library's own pages, the language switch, and the style page, which sends nothing.
KEYLESS = re.compile(r"^account/|^components/language\.html$|^style\.html$")


def name(path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def test_a_page_has_no_inline_code_and_asks_nobody_else():
    for path in PAGES:
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
        assert (name(path), INLINE.search(text), FETCHED.search(text)) == (name(path), None, None)


def test_every_part_that_a_template_names_exists():
    for path in TEMPLATES:
        for part in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", path.read_text()):
            # The form library brings its own parts under bootstrap5/.
            assert (ROOT / "templates" / part).exists() or part.startswith("bootstrap5/"), f"{name(path)}: {part}"


def test_every_form_that_posts_carries_its_token_and_its_key():
    for path in PAGES:
        for attributes, body in FORM.findall(path.read_text()):
            if re.search(r"""method=["']post""", attributes, re.IGNORECASE):
                assert TOKEN.search(body) or name(path) == "style.html", f"{name(path)}: csrf_token is missing"
                assert KEYS.search(body) or KEYLESS.search(name(path)), f"{name(path)}: once is missing"


def test_only_the_base_pages_letters_and_mails_open_a_document():
    openers = {name(path) for path in TEMPLATES if "<html" in path.read_text()}
    assert {"base.html"} <= openers
    assert all(
        each == "base.html" or IS_LETTER_OR_MAIL.search(f"/{each}") or each in ("500.html",) for each in openers
    ), openers
