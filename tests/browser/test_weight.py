"""What goes over the wire: at most 60 kB for a first visit and 15 kB for each page after it.

The page of a file refreshes itself; the first one that somebody opens brings htmx (15 kB, then kept by the browser).
"""

FIRST, NEXT, HTMX = 60_000, 15_000, 16_000


class Scale:
    """Bytes as they were sent, headers and all; what came from the browser's own cache weighs nothing."""

    def __init__(self, page):
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event):
        self.bytes += int(event["encodedDataLength"])

    def weigh(self, page, path) -> int:
        self.bytes = 0
        page.goto(path, wait_until="networkidle")
        return self.bytes


def test_a_first_visit_is_light_and_the_next_pages_are_lighter(open_page):
    page = open_page()
    scale = Scale(page)
    weights = {
        path: scale.weigh(page, path) for path in ("/", "/layanan/", "/layanan/SIPF/", "/lacak/", "/akun/login/")
    }
    assert weights.pop("/") <= FIRST
    assert {path: weight for path, weight in weights.items() if weight > NEXT} == {}


def test_the_pages_of_the_work_are_light(open_page):
    page = open_page("loket.batam")
    scale = Scale(page)
    scale.weigh(page, "/kerja/loket/")
    file = page.locator("table.queue a.key").first.get_attribute("href")
    assert scale.weigh(page, file) <= NEXT + HTMX
    paths = (file, "/kerja/loket/?saringan=semua", f"{file}periksa/", "/pesan/")
    weights = {path: scale.weigh(page, path) for path in paths}
    assert {path: weight for path, weight in weights.items() if weight > NEXT} == {}
