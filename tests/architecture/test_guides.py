"""The guides say what is true: the picture of the states, the glossary, the links, the demo people, the roles."""

import re

import pytest
from django.apps import apps

from agencies.models import Membership
from applications.policies import ACTS, INSPECTION_ACTS, PERMIT_ACTS, RECOMMENDATION_ACTS, STANDARD_ACTS
from complaints.policies import ACTS as COMPLAINT_ACTS
from ptsp_portal.lib.crypto import SealedTextField
from ptsp_portal.management.commands.draw_states import page
from tests.architecture.source import APPS, ROOT

GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def name(path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_picture_of_the_states_is_drawn_from_the_declared_transitions():
    assert (ROOT / "docs/states.md").read_text() == page(), "run manage.py draw_states"


def test_the_glossary_names_every_model():
    named = set(re.findall(r"`(\w+)`", (ROOT / "docs/glossary.md").read_text()))
    ours = {model.__name__ for model in apps.get_models() if model.__module__.split(".")[0] in APPS}
    assert ours - named == set()


def test_the_page_about_people_names_every_role_and_every_act():
    text = (ROOT / "docs/people.md").read_text()
    tables = (ACTS, RECOMMENDATION_ACTS, INSPECTION_ACTS, PERMIT_ACTS, STANDARD_ACTS, COMPLAINT_ACTS)
    for word in [*Membership.Role.values, *(verb for table in tables for verb in table)]:
        assert f"`{word}`" in text, word


def test_every_field_with_personal_data_is_classified():
    """Every sealed field, and everything that is known of a person, stands in the list (reliability rule 27)."""
    listed = set(re.findall(r"`([A-Z]\w+\.\w+)`", (ROOT / "docs/personal-data.md").read_text()))
    own = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
    fields = {f"{model.__name__}.{field.name}": field for model in own for field in model._meta.fields}
    sealed = {label for label, field in fields.items() if isinstance(field, SealedTextField)}
    technical = {f"Person.{name}" for name in ("id", "uuid", "user", "nik_hash", "created_at")}
    of_people = {label for label in fields if label.startswith("Person.")} - technical
    assert (sealed | of_people) - listed == set()
    assert listed - set(fields) == set(), "no such field"


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_every_link_inside_the_guides_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if not re.match(r"https?:|mailto:|#", target):
            assert (path.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_every_file_that_a_guide_names_exists(path):
    """Paths in code marks with a folder of ours in front; `…` and `<…>` stand for many."""
    folders = [*APPS, "templates", "static", "tests", "docs", "deploy", "bench", "requirements", "locale"]
    for mention in re.findall(r"`((?:%s)/[\w./-]+)`" % "|".join(folders), path.read_text()):
        assert (ROOT / mention).exists() or not re.search(r"\.(py|md|html|txt|yml|sh|conf|json|css|js)$|/$", mention), (
            mention
        )


def test_the_readme_fits_on_a_few_screens_and_names_the_two_commands():
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 120
    assert "make run" in text and "make test" in text and "ptsp-demo-2026" in text


@pytest.mark.parametrize("path", sorted((ROOT / "docs/adr").glob("*.md")), ids=name)
def test_a_decision_record_is_half_a_page_and_says_what_was_rejected(path):
    text = path.read_text()
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert len(text.splitlines()) <= 45
    assert "Rejected" in text and "cost" in text.lower()
