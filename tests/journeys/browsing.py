"""A person with a browser: reads the pages as HTML, fills forms by label or name, presses buttons, follows.

Nothing is known beforehand but the words on the page, so a form that lost its CSRF token, its `once` or a label fails here.

    nurul = Visitor(TestClientLine()).sign_in("pemohon")
    nurul.open("/layanan/").fill("Cari layanan", "fisioterapis").click("Tampilkan")
    assert "Surat Izin Praktik Fisioterapis" in nurul
"""

import re
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from lxml import html

from agencies.loading.people import PASSWORD

OPTIONAL = "(boleh dikosongkan)"
PRESSED = ("submit", "button", "image", "reset")
MOST_REDIRECTS = 5
CAME_IN: set[str] = set()


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict


class TestClientLine:
    """Through Django's test client, with CSRF checked as in life."""

    __test__ = False
    host = "http://testserver"

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)

    def ask(self, method, address, body=b"", content_type="application/octet-stream") -> Answer:
        path = address.removeprefix(self.host)
        referer = {"headers": {"referer": self.host + path}}
        response = self.client.generic(method, path, body, content_type, **referer)
        content = response.getvalue() if response.streaming else response.content
        return Answer(response.status_code, content, {name.lower(): value for name, value in response.items()})


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_anything):
        return None


class HttpLine:
    """Over HTTP to a running server."""

    def __init__(self, host, seconds=20):
        self.host, self.seconds = host.rstrip("/"), seconds
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())

    def ask(self, method, address, body=b"", content_type="application/octet-stream") -> Answer:
        request = Request(urljoin(self.host, address), method=method, data=body if method == "POST" else None)
        if method == "POST":
            request.add_header("Content-Type", content_type)
        try:
            response = self.opener.open(request, timeout=self.seconds)
        except HTTPError as error:
            response = error
        with response:
            return Answer(
                response.status, response.read(), {name.lower(): value for name, value in response.headers.items()}
            )


def words_of(element) -> str:
    return " ".join(element.text_content().split())


class Visitor:
    """One person and the page that is open. Every step returns the visitor, so that a story reads as one."""

    def __init__(self, line=None):
        self.line = line or TestClientLine()
        self.address, self.answer, self.tree, self.attached = "/", None, None, {}

    # --- looking ------------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return words_of(self.tree.find("body"))

    @property
    def lead(self) -> str:
        """The sentence that says where things stand."""
        return self.items(".lead-sentence")[0]

    @property
    def heading(self) -> str:
        return words_of(self.tree.find(".//h1"))

    @property
    def status(self) -> int:
        return self.answer.status

    def __contains__(self, words) -> bool:
        return words in self.text

    def __repr__(self):
        shown = words_of(next(self.tree.iter("main"))) if self.tree is not None else self.answer
        return f"{self.address} ({self.status}): {shown}"

    def asks(self, label) -> bool:
        """Whether the page has a field of that label."""
        named = self.tree.xpath("//*[@name=$name]", name=label)
        return bool(named) or any(_plain(each) == label for each in self.tree.iter("label", "legend"))

    def items(self, css) -> list[str]:
        """The words of each element that a simple selector finds."""
        return [words_of(element) for element in self.find(css)]

    def typed(self, label) -> list[str]:
        """The lines that stand in a text field."""
        return (self._field(label).text or "").removeprefix("\n").splitlines()

    def find(self, css) -> list:
        """Tags and classes, one inside the other: "main .lead-sentence"."""
        return self.tree.xpath("".join(map(_step, css.split())))

    # --- going --------------------------------------------------------------------------------------------------------

    def open(self, address, expect=200):
        return self._go("GET", urljoin(self.address, address), expect=expect)

    def sign_in(self, name):
        """Through the page; once an account has come in so, in this process, without it: the page takes a sixth of a story."""
        if name in CAME_IN and isinstance(self.line, TestClientLine):
            self.line.client.force_login(get_user_model().objects.get(email=f"{name}@demo.test"))
            return self.open(reverse("after_sign_in"))
        CAME_IN.add(name)
        self.open("/akun/login/").fill("login", f"{name}@demo.test").fill("password", PASSWORD).click("Masuk")
        assert "Keluar" in self, self
        return self

    def click(self, words, expect=200):
        """Follow the link, or press the button, that is called so."""
        found = self._called(words)
        if found.tag == "a":
            return self.open(found.get("href"), expect)
        return self.send(found, expect)

    def press(self, name, value, expect=200):
        """The button of that name and value, for buttons whose words change."""
        button = self._only(
            self.tree.xpath("//button[@name=$name and @value=$value]", name=name, value=value)[-1:], f"{name}={value}"
        )
        return self.send(button, expect)

    def send(self, button, expect=200):
        form = next(button.iterancestors("form"))
        values = self._values(form)
        if button.get("name"):
            values.append((button.get("name"), button.get("value", "")))
        target = urljoin(self.address, button.get("formaction") or form.get("action") or self.address)
        if (form.get("method") or "get").lower() == "get":
            return self.open(target.split("#")[0].split("?")[0] + "?" + urlencode(values), expect)
        if form.get("enctype") == "multipart/form-data":
            body = encode_multipart(BOUNDARY, self._with_files(form, values))
            return self._go("POST", target, body, MULTIPART_CONTENT, expect=expect)
        return self._go("POST", target, urlencode(values).encode(), "application/x-www-form-urlencoded", expect=expect)

    def again(self, expect=200):
        """The last form once more: a double click."""
        return self._go(*self.sent, expect=expect)

    def _go(self, method, address, body=b"", content_type="", *, expect=200):
        if method == "POST":
            self.sent = (method, address, body, content_type)
        answer = self.line.ask(method, address.split("#")[0], body, content_type)
        for _turn in range(MOST_REDIRECTS):
            if answer.status not in (301, 302, 303):
                break
            address = urljoin(address, answer.headers["location"])
            answer = self.line.ask("GET", address.split("#")[0])
        self.address, self.answer, self.attached = urlsplit(address)._replace(scheme="", netloc="").geturl(), answer, {}
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        self.tree = html.document_fromstring(answer.body) if is_page and answer.body else None
        assert answer.status == expect, self
        return self

    def _called(self, words):
        links = self.tree.xpath("//a[@href] | //button[not(@type) or @type='submit']")
        inside = self.tree.xpath("//main//a[@href] | //main//button[not(@type) or @type='submit']")
        found = next(filter(None, (
            [each for each in place if fits(words_of(each), words)]
            for place in (inside, links) for fits in (str.__eq__, str.startswith)
        )), [])  # fmt: skip
        same = {each.get("href") or id(next(each.iterancestors("form"))) for each in found}
        assert len(same) == 1, (
            f"“{words}” is {len(same)} links or buttons of {sorted({words_of(each) for each in links})} on {self!r}"
        )
        return found[-1]

    # --- filling in ---------------------------------------------------------------------------------------------------

    def fill(self, label, value):
        """Type into a field, or choose in a list or among radio buttons by value or by words."""
        if self._is_group(label):
            return self.choose(label, value)
        element = self._field(label)
        if element.tag == "select":
            self._choose_in_list(element, value)
        elif element.tag == "textarea":
            element.text = value
        else:
            element.set("value", value)
        return self

    def choose(self, group, option):
        """One of the radio buttons under a legend (or of a name)."""
        buttons = self._radios(group)
        chosen = [each for each in buttons if option in (each.get("value"), self._label(each))]
        assert len(chosen) == 1, (
            f"“{option}” of “{group}” is {len(chosen)} of {[self._label(each) for each in buttons]}"
        )
        for each in buttons:
            each.attrib.pop("checked", None)
        chosen[0].set("checked", "checked")
        return self

    def tick(self, words):
        """The one checkbox whose label is so or begins so."""
        boxes = [each for each in self.tree.xpath("//input[@type='checkbox']") if self._label(each).startswith(words)]
        assert len(boxes) == 1, f"“{words}” is {len(boxes)} boxes on {self!r}"
        boxes[0].set("checked", "checked")
        return self

    def attach(self, label, *files):
        """(name, content) of one or several files."""
        self.attached[self._field(label)] = [SimpleUploadedFile(name, content) for name, content in files]
        return self

    def _field(self, label):
        named = [each for each in self.tree.xpath("//*[@name=$name]", name=label) if each.get("type") != "hidden"]
        found = named or [
            self.tree.get_element_by_id(each.get("for"))
            for each in self.tree.xpath("//label[@for]")
            if _plain(each) == label
        ]
        return self._only(found, label)

    def _only(self, found, label):
        assert len(found) == 1, (
            f"“{label}” is {len(found)} fields of {[_plain(each) for each in self.tree.iter('label')]} on {self!r}"
        )
        return found[0]

    def _choose_in_list(self, select, value):
        options = select.findall(".//option")
        chosen = [each for each in options if value in (each.get("value"), words_of(each))]
        assert len(chosen) == 1, f"“{value}” is {len(chosen)} of {[words_of(each) for each in options][:80]}"
        for each in options:
            each.attrib.pop("selected", None)
        chosen[0].set("selected", "selected")

    def _radios(self, group):
        named = self.tree.xpath("//input[@type='radio' and @name=$name]", name=group)
        if named:
            return named
        sets = [
            each
            for each in self.tree.iter("fieldset")
            if each.find("legend") is not None and _plain(each.find("legend")) == group
        ]
        return self._only(sets, group).xpath(".//input[@type='radio']")

    def _is_group(self, label) -> bool:
        return any(_plain(each) == label for each in self.tree.iter("legend"))

    def _label(self, element) -> str:
        labels = self.tree.xpath("//label[@for=$id]", id=element.get("id") or "")
        return _plain(labels[0]) if labels else ""

    # --- what a browser sends -----------------------------------------------------------------------------------------

    def _values(self, form) -> list[tuple[str, str]]:
        sent = []
        for each in form.xpath(".//input | .//select | .//textarea"):
            kind, name = each.get("type", "text"), each.get("name")
            if not name or each.get("disabled") is not None or kind in (*PRESSED, "file"):
                continue
            if kind in ("radio", "checkbox"):
                sent += [(name, each.get("value", "on"))] if each.get("checked") is not None else []
            elif each.tag == "select":
                sent += [(name, option) for option in _selected(each)]
            else:
                value = (each.text or "").removeprefix("\n") if each.tag == "textarea" else each.get("value", "")
                sent.append((name, re.sub(r"\r?\n", "\r\n", value)))
        return sent

    def _with_files(self, form, values):
        data = MultiValueDict()
        for name, value in values:
            data.appendlist(name, value)
        for each in form.xpath(".//input[@type='file']"):
            data.setlist(each.get("name"), self.attached.get(each, []))
        return data


def _step(part) -> str:
    tag, _dot, name = part.partition(".")
    return f"//{tag or '*'}" + (f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" if name else "")


def _plain(label) -> str:
    return words_of(label).replace(OPTIONAL, "").strip()


def _selected(select) -> list[str]:
    options = select.findall(".//option")
    chosen = [each for each in options if each.get("selected") is not None]
    if select.get("multiple") is None:
        chosen = chosen[-1:] or options[:1]
    return [each.get("value", words_of(each)) for each in chosen]
