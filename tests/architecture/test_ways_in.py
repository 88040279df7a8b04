"""The ways in: every page says whom it is for, every form is answered once, every row is reached through a scope."""

import ast
import inspect
from collections import Counter

from django.urls import URLPattern, get_resolver

from ptsp_portal.lib.audience import THIRD_PARTY
from tests.architecture.source import dotted, modules, name_of, tree

AUDIENCES = {"public", "signed_in", "office"}
# Named here, so that a new library whose pages guard themselves is a decision and not an accident.
GUARD_THEMSELVES = {"allauth.", "django.contrib.admin", "django.contrib.staticfiles", "django.views.static"}
# Views that take a POST without the idempotency key, and why.
ANSWERED_WITHOUT_KEY = {
    "accounts.views.set_language": "choosing a language twice is choosing it once",
    "applications.api.payment_callback": "another system's call, signed and idempotent by its own reference",
    "dashboards.views.digests.check": "reads only; a POST because a kept line is too long for an address",
    "complaints.views.following.follow": "reads only; a POST so that the secret never stands in an address",
    "applications.views.tracking.track": "reads only; a POST so that the secret never stands in an address",
}
# Rows about people and files: a view finds them through one of the scopes below, and through nothing else.
GUARDED = set(
    "Application Recommendation Document Permit PrintedDocument Rejection Decision Endorsement ReturnNotice "
    "ApplicationClockEvent RecommendationClockEvent Person Business Representation Message JournalEntry User AnswerLink "
    "Inspection InspectionPhoto Bill Payment PaymentNotice HandOver Complaint ComplaintMessage ComplaintAttachment Reporter "
    "Finding".split()
)
SCOPES = {
    "visible_to",
    "own",
    "public",
    "addressed_to",
    "at_office_of",
    "awaiting",
    "in_app_of",
    "none",
    "opened_by",
    "keys_by_office",
    "assisted_by",
    "in_hands_of",
    "for_treasurer",
    "reported_by",
    "at_desk_of",
}
# (file, function): why its rows need no scope of a person.
FOUND_OTHERWISE = {
    (
        "applications/views/tracking.py",
        "_opened",
    ): "the number and the secret of the receipt open one file, limited in rate",
    (
        "complaints/views/following.py",
        "_opened",
    ): "as for a file: number and secret open one complaint, limited in rate",
    (
        "applications/views/inspection_minutes.py",
        "visit_document",
    ): "of a visit that was found through visible_to just before",
    ("notifications/views.py", "mailbox"): "demo only: the mailbox of all invented people, before sign-in too",
    ("notifications/views.py", "mail"): "demo only, as the mailbox",
    ("ptsp_portal/views_own_data.py", "_looks"): "who looked at the asker's own files, which own() has just found",
    ("ptsp_portal/views.py", "_state"): "counts for the health page; no row leaves the database",
}


def pages(patterns=None, prefix=""):
    """(path, view) of every URL, includes followed."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path, entry.callback
        else:
            yield from pages(entry.url_patterns, path)


def full_name(view) -> str:
    view = inspect.unwrap(view)
    return f"{view.__module__}.{view.__qualname__}"


# Redirects that come with the admin are views without an audience, so the middleware refuses them: nobody misses them.
REFUSED_IN_ADMIN = ("django.views.generic.base", "django.contrib.contenttypes.views")


def is_foreign(path, view) -> bool:
    module = view.__module__
    return module.startswith(THIRD_PARTY) or (path.startswith("admin/") and module in REFUSED_IN_ADMIN)


OURS = {full_name(view): view for path, view in pages() if not is_foreign(path, view)}


def test_every_address_has_an_audience_or_belongs_to_a_library_that_guards_itself():
    assert set(THIRD_PARTY) == GUARD_THEMSELVES
    undeclared = {
        path
        for path, view in pages()
        if getattr(view, "audience", None) not in AUDIENCES and not is_foreign(path, view)
    }
    assert undeclared == set()
    assert len(OURS) > 30


def names(patterns=None, space=""):
    """“namespace:name” of every URL of ours, once for each pattern that has it."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(entry, URLPattern):
            yield from names(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name and not is_foreign(str(entry.pattern), entry.callback):
            yield f"{space}{entry.name}"


def test_a_name_means_one_address():
    """Else a link leads to whichever was declared last."""
    counted = Counter(names())
    assert len(counted) > 30 and [name for name, n in counted.items() if n > 1] == []


def test_every_view_that_takes_a_post_answers_once():
    def takes_post(view):
        source = inspect.getsource(inspect.unwrap(view))
        return any(sign in source for sign in ("request.method", "request.POST", "require_POST"))

    unanswered = {name for name, view in OURS.items() if takes_post(view) and not hasattr(view, "answers_once")}
    assert unanswered - set(ANSWERED_WITHOUT_KEY) == set(), "put @once under the audience decorator"
    assert set(ANSWERED_WITHOUT_KEY) <= set(OURS), "an exemption for a view that is gone"


def test_a_view_reaches_rows_only_through_a_scope():
    unscoped, excused = set(), set()
    for path in modules("views.py", "views_*.py", "views/*.py"):
        for function in [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]:
            where = (name_of(path), function.name)
            reached = [words for words in rows_reached(function) if not SCOPES & set(words.split("."))]
            (excused if where in FOUND_OTHERWISE else unscoped).update((*where, words) for words in reached)
    assert unscoped == set()
    assert {where[:2] for where in excused} == set(FOUND_OTHERWISE), "an exemption that is needed no longer"


def rows_reached(function) -> list[str]:
    """The words after each guarded model: "Application.objects.visible_to.with_names"; get_object_or_404(Model) as "Model"."""
    inside = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    inside |= {id(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    # Outermost expressions only: the whole chain, not its beginnings.
    chains = [
        dotted(node)
        for node in ast.walk(function)
        if isinstance(node, (ast.Call, ast.Attribute)) and id(node) not in inside
    ]
    chains = [chain for chain in chains if chain.split(".")[0] in GUARDED and ".objects" in chain]
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Call)
            and dotted(node.func).startswith("get_")
            and node.args
            and dotted(node.args[0]) in GUARDED
        ):
            chains.append(dotted(node.args[0]))
    return chains


def test_views_never_ask_for_a_superuser():
    for path in modules():
        reads = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
        allowed = {"accounts/models.py", "accounts/admin.py"}
        assert not {"is_superuser", "has_perm"} & reads or name_of(path) in allowed, path
