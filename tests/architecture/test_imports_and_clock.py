"""Who may know the clock, Celery and the way past the database's guards."""

import ast
import re

from tests.architecture.source import dotted, modules, name_of, tree

KNOW_CELERY = {"ptsp_portal/celery.py", "ptsp_portal/lib/background.py"}
READS_THE_CLOCK = {
    "now": {"timezone", "datetime"},
    "utcnow": {"datetime"},
    "today": {"date", "datetime"},
    "localdate": {"timezone"},
    "localtime": {"timezone", "time"},
    "time": {"time"},
}
KEEPS_TIME = "ptsp_portal/lib/moment.py"
# Wall-clock limits on processes and children use time.monotonic(), which nothing may move; it is not forbidden anywhere.
BULK_DOOR = "ptsp_portal/lib/bulk.py"
APPS_WITH_LAYERS = {"accounts", "agencies", "applications", "audit", "complaints", "dashboards", "notifications"}
LAYERS = set(
    "urls urls_investment urls_public urls_survey urls_guides urls_letters urls_standard_files urls_standard_parts urls_standards "
    "urls_trials admin api views tasks forms actions notices policies models queries states "
    "schema".split()
)
# Called by Django, by the sign-in library or by signals: they are ways in.
MACHINERY = {"apps", "adapter", "receivers"}
# The checking children first limit their own memory, then load the libraries that read what strangers send.
IMPORT_LATE = {"ptsp_portal/lib/tables_child.py", "ptsp_portal/lib/uploads_child.py"}


def test_only_tasks_the_celery_app_and_the_doorbell_know_celery():
    know = set()
    for path in modules():
        nodes = list(ast.walk(tree(path)))
        imported = {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
        imported |= {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        if "celery" in imported and path.name != "tasks.py":
            know.add(name_of(path))
    assert know == KNOW_CELERY


def test_nobody_but_moment_reads_the_clock():
    """Ask ptsp_portal.lib.moment.now(); for a field default=now instead of auto_now; the database's Now() can't be moved."""
    offences = [
        (name_of(path), node.lineno) for path in modules() for node in ast.walk(tree(path)) if reads_the_clock(node)
    ]
    assert {name for name, _line in offences} == {KEEPS_TIME}, offences


def reads_the_clock(node) -> bool:
    if isinstance(node, ast.Attribute):
        return dotted(node.value).split(".")[-1] in READS_THE_CLOCK.get(node.attr, ())
    if isinstance(node, ast.keyword):
        return node.arg in ("auto_now", "auto_now_add")
    if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
        return "Now" in {alias.name for alias in node.names}
    return False


def test_nobody_goes_past_the_guards_of_the_database():
    around = re.compile(r"pgtrigger\.ignore|session_replication_role|DISABLE TRIGGER", re.IGNORECASE)
    assert {name_of(path) for path in modules() if around.search(path.read_text())} <= {BULK_DOOR}


def test_imports_stand_at_the_top():
    late = set()
    for path in modules():
        top = {id(node) for node in tree(path).body}
        inside = [
            node
            for node in ast.walk(tree(path))
            if isinstance(node, (ast.Import, ast.ImportFrom)) and id(node) not in top
        ]
        late |= {name_of(path)} if inside else set()
    assert late == IMPORT_LATE


def test_small_modules_beside_the_layers_stand_below_what_people_and_clocks_call():
    """docs/adr/0008: what is computed from rows never asks a page, a form, a task or an act."""
    upward = set()
    for path in modules():
        is_small = path.parent.name in APPS_WITH_LAYERS and path.stem not in LAYERS | MACHINERY
        for node in ast.walk(tree(path)) if is_small else ():
            if isinstance(node, ast.ImportFrom):
                words = {*(node.module or "").split("."), *(alias.name for alias in node.names)}
                upward |= {(name_of(path), word) for word in words & {"views", "forms", "tasks", "actions"}}
    assert upward == set()
