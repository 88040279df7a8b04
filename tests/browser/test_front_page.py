"""What a stranger sees first, in a real browser."""


def test_the_front_page_opens_its_three_doors(page):
    page.goto("/")
    for address in ("/layanan/", "/lacak/", "/pengaduan/"):
        assert page.locator(f'main a[href^="{address}"]').count() >= 1


def test_a_service_is_found_from_the_front_page(page):
    page.goto("/layanan/")
    page.get_by_label("Cari layanan").fill("reklame")
    page.get_by_role("button", name="Tampilkan").click()
    page.get_by_role("link", name="Izin Penyelenggaraan Reklame").click()
    assert "Reklame" in page.get_by_role("heading", level=1).inner_text()
