"""One door for change: states move only by a transition inside an action, and an action always has the same shape."""

import ast

import pytest

from applications.states import (
    ApplicationLifecycle,
    InspectionLifecycle,
    PermitLifecycle,
    RecommendationLifecycle,
    StandardLifecycle,
)
from complaints.states import ComplaintLifecycle
from tests.architecture.source import (
    calls,
    calls_through,
    decorators,
    dotted,
    functions,
    modules,
    name_of,
    stored_names,
    tree,
)

ACTIONS = modules("actions.py", "actions/*.py")
WRITES = {"save", "create", "bulk_create", "bulk_update", "update", "delete"}
# What writes a line: the journal's own, and the parts of acts on a request that call it.
WRITES_DOWN = {"record", "record_all", "write_down", "note_in_journal", "take_answer", "lay_before_head", "settle"}
# Public functions of action modules that are no acts themselves: parts of one, called on a locked file, or plain questions.
PARTS = {
    "applications/actions/ledger.py": {
        "note", "read_caches", "hand_over_to_office", "close", "save", "start_recommendations", "stop_recommendations",
        "reckoning_of", "read_requests", "due_of", "whose_turn", "count_answers", "note_requests",
        "has_come_back", "read_came_back",
    },
    "applications/actions/asking.py": {"wanted_again", "ask_more"},
    "applications/actions/drafting.py": {
        "new_document", "refuse_unserved", "standard_for", "put_answers", "refuse_unfit_upload", "take_off",
    },
    "applications/actions/emergency.py": {"enter_number"},
    "applications/actions/recommendations.py": {
        "open_stage", "announce", "withdraw_open", "announce_withdrawn", "take_answer", "attach", "refuse_unless_possible",
        "refuse_unfit_answer", "save_request", "move_on_when_complete", "note_in_journal",
        "take_up",
    },
    "applications/actions/inspection_parts.py": {"locked", "chains", "end_visits", "announce_ended"},
    "applications/actions/inspection.py": {"possible_team", "owe_print"},
    "applications/actions/inspection_minutes.py": {"gaps"},
    "applications/actions/requests.py": {"askable_agencies"},
    "applications/actions/agency_desk.py": {"lay_before_head"},
    "applications/actions/questions.py": {"note_questions"},
    "applications/actions/clarification.py": {"requests_asking"},
    "applications/actions/decision.py": {"opposed", "refuse_second_rejection"},
    "applications/actions/bulk.py": {"work_off"},
    "applications/actions/conditions.py": {
        "current_conditions", "decide_conditions", "refuse_open", "permit_lines", "own_lines_of", "record_decided",
    },
    "applications/actions/issuance.py": {"grant_permit", "print_later"},
    "applications/actions/later_filings.py": {
        "refuse_unless_fileable", "permit_to_act_on", "replace", "fulfil", "refuse_kind", "new_draft", "cause_of",
    },
    "applications/actions/catalogue.py": {"standard_terms"},
    "applications/actions/standard_files.py": {"base_of"},
    "applications/actions/standards.py": {"review_asked"},
    "applications/actions/levy.py": {"why_not_paid", "settle"},
    "agencies/actions/profile.py": {"has_filed", "is_registered", "business_of_invitation", "own_person"},
    "applications/actions/queue.py": {"new_ticket"},
    "complaints/actions/publishing.py": {"pointing_at_people"},
    "complaints/actions/ledger.py": {
        "note", "read_caches", "reckoning_of", "start", "pause", "resume", "restart", "whose_turn", "stop", "close", "save",
    },
    "complaints/actions/parts.py": {
        "refuse_unless_possible", "needed", "say", "pass_answer_on", "speaks_for", "write_down", "send_to",
    },
    "complaints/actions/receiving.py": {"keep_reporter", "keep_file", "new_complaint"},
}  # fmt: skip
# Acts without a lock before the first write, and why.
NO_LOCK = {
    "receive_complaint": "makes new rows",
    "start_filing": "makes a new row",
    "start_bundle": "makes new rows",
    "answer_at_kiosk": "makes a new row that nothing else is reckoned from",
    "start_assisted": "makes new rows; a NIK is unique in the database, and a paper number is drawn under its block's lock",
    "begin_bulk_act": "makes new rows",
    "register_business": "makes a new row; its NIB is unique in the database",
    "note_document_viewed": "writes only the journal",
    "note_lapor_exported": "writes only the journal",
    "note_payments_exported": "writes only the journal",
    "count_forged_call": "one conditional UPDATE of one row",
    "note_letter_viewed": "writes only the journal",
    "note_proof_viewed": "writes only the journal",
    "note_consent_viewed": "writes only the journal",
    "note_secret_shown": "writes only the journal",
    "note_standard_exported": "writes only the journal",
    "note_viewed": "writes only the journal",
    "open_account": "makes a new row; its address is unique in the database",
    "note": "writes only the journal, for the sign-in library",
    "add_holidays": "makes new rows; one a day and region in the database",
    "release_calendar_change": "one conditional UPDATE of one row",
    "note_printing_failure": "one conditional UPDATE of one row",
    "note_progress": "one conditional UPDATE of one row",
    "note_dry_run": "one conditional UPDATE of one row",
    "note_dry_run_failure": "one conditional UPDATE of one row",
    "note_export_failure": "one conditional UPDATE of one row",
    "take_export": "writes only the journal",
}
# Acts without a rule about who, and why.
NO_RULE = {
    "answer_survey_by_link": "the signed link is the right; one answer for each file is the database's",
    "answer_at_kiosk": "anybody who stands there; that the office opened it and the flood limit of the page are what is asked",
    "start_filing": "asks for an offer, a person and the right to represent instead of a rule about a file",
    "start_bundle": "asks of each filing what start_filing asks",
    "send_link_code": "the signed link is the right; it only mails a code to the agency's own address",
    "check_link_code": "the signed link is the right; the code is what is asked",
    "answer_by_link": "the signed link and the code before it are the right",
    "note_document_viewed": "called after the scope has shown the document",
    "note_letter_viewed": "called after the scope has shown the file",
    "note_proof_viewed": "called after the scope has shown the file",
    "note_consent_viewed": "called after the scope has shown the file",
    "note_secret_shown": "called after can_see_receipt",
    "note_standard_exported": "called after the scope has shown the version",
    "store_printed_document": "the worker, not a person",
    "pursue_wait": "the worker, not a person",
    "take_payment_notice": "the bank's signature is the right; it was checked at the door",
    "count_forged_call": "nobody's act: a wrong signature is counted",
    "note_permit_downloaded": "asks whether the reader is the applicant; for anybody else nothing happens",
    "forget_draft": "the worker, not a person",
    "recompute_deadlines": "a command of whoever runs the server",
    "move_deadline": "the worker, not a person",
    "note_calendar_applied": "the worker, not a person",
    "release_calendar_change": "the worker, not a person",
    "warn_of_files": "the worker, not a person",
    "warn_of_requests": "the worker, not a person",
    "remind_of_expiry": "the worker, not a person",
    "end_suspension": "the worker, not a person",
    "warn_of_objection": "the worker, not a person",
    "supersede_standard": "the worker, not a person",
    "add_holidays": "a command of whoever runs the server",
    "save_holiday": "the admin is for staff only; an office's page asks before it calls this",
    "remove_holiday": "the admin is for staff only; an office's page asks before it calls this",
    "save_region": "the admin is for staff only; an office's page asks before it calls this",
    "open_account": "called by the confirmation of a post, after its rule",
    "appoint_first": "a command of whoever runs the server, while the agency has nobody in that role",
    "take_ticket": "anybody may come; the office's hours and the flood limit of the page are what is asked",
    "book_appointment": "anybody may come; free seats and the flood limit of the page are what is asked",
    "remind_of_appointment": "the worker, not a person",
    "forget_who_came": "the worker, not a person",
    "note_printing_failure": "the worker, not a person",
    "note_progress": "the worker, not a person",
    "note_dry_run": "the worker, not a person",
    "note_dry_run_failure": "the worker, not a person",
    "finish_dry_run": "the worker, not a person",
    "note_export_failure": "the worker, not a person",
    "store_export": "the worker, not a person",
    "forget_old_exports": "the worker, not a person",
    "follow_file": "the worker, not a person",
    "warn_of_complaint": "the worker, not a person",
    "warn_of_remedy": "the worker, not a person",
    "close_silent": "the worker, not a person",
    "pursue_reporter": "the worker, not a person",
    "move_complaint_deadline": "the worker, not a person",
    "recompute_complaint": "a command of whoever runs the server",
    "begin_bulk_act": "writes down what was ticked; each item's act asks its own rule",
    "interrupt_bulk_act": "the worker, not a person",
    "adopt_catalogue": "a command of whoever runs the server",
    "adopt_guides": "a command of whoever runs the server",
    "fill_search": "a command of whoever runs the server",
    "save_person": "one's own identity only: the row is found by the user",
    "register_business": "anybody with an identity may register a NIB that nobody has",
    "claim_business": "anybody with an identity may ask; nothing is seen until it is accepted",
    "accept_invitation": "the signed invitation is the right",
    "change_language": "one's own row",
    "set_active": "the admin is for staff only",
    "note": "what the sign-in library did for this user",
}
# Acts that the journal does not keep, and why.
NO_ENTRY = {
    "count_forged_call": "a forged call changes nothing for anybody; how many there were stands on the treasurer's page",
    "do_next_item": "the item's own act writes its entry; a refused one changes nothing",
    "interrupt_bulk_act": "nothing was done to any file",
    "submit_and_register": "each of its three acts writes its own entry",
    "check_link_code": "a typed code changes nothing for anybody; tries stand on the link's row",
    "note_calendar_applied": "how far a sweep came; each file that moved has its own entry",
    "release_calendar_change": "how far a sweep came; each file that moved has its own entry",
    "note_printing_failure": "a failed try changes nothing for anybody; it stands on the row and in the health page",
    "note_progress": "how far the worker came; what is stored has its own entry",
    "note_dry_run": "how far the worker came; the end has its own entry",
    "note_dry_run_failure": "a failed try changes nothing for anybody; it stands on the row and on the page of whoever asked",
    "note_export_failure": "a failed try changes nothing for anybody; it stands on the row and on the page of whoever asked",
    "forget_old_exports": "only the file goes, and its hash stays on the row; who asked and who took it was written before",
    "fill_search": "only the words by which a file is found, taken from the file itself",
    "adopt_catalogue": "a command before anybody uses the portal; its rows are versioned and dated",
    "adopt_guides": "a command before anybody uses the portal; an office's own guides are not touched",
}


def acts(path):
    return {
        name: node
        for name, node in functions(path).items()
        if not name.startswith("_") and name not in PARTS.get(name_of(path), ())
    }


ACTS = [(path, name) for path in ACTIONS for name in acts(path)]


def sentence(value) -> str:
    return value if isinstance(value, str) else name_of(value)


@pytest.mark.parametrize(("path", "name"), ACTS, ids=sentence)
def test_an_act_is_one_transaction(path, name):
    assert "transaction.atomic" in decorators(acts(path)[name])


@pytest.mark.parametrize(("path", "name"), [act for act in ACTS if act[1] not in NO_LOCK], ids=sentence)
def test_an_act_takes_its_lock_before_it_writes(path, name):
    last_words = [call.split(".")[-1] for call in calls_through(acts(path)[name], path)]
    locks = [place for place, word in enumerate(last_words) if word in ("locked", "locked_row", "select_for_update")]
    writes = [place for place, word in enumerate(last_words) if word in WRITES | WRITES_DOWN]
    assert locks, "no lock"
    assert not writes or locks[0] < writes[0], "writes before the lock"


@pytest.mark.parametrize(("path", "name"), [act for act in ACTS if act[1] not in NO_RULE], ids=sentence)
def test_an_act_asks_who_may(path, name):
    assert "require" in calls_through(acts(path)[name], path)


@pytest.mark.parametrize(("path", "name"), [act for act in ACTS if act[1] not in NO_ENTRY], ids=sentence)
def test_an_act_is_written_down(path, name):
    assert WRITES_DOWN & {call.split(".")[-1] for call in calls_through(acts(path)[name], path)}


def test_no_exemption_outlives_its_act():
    names = {name for _path, name in ACTS}
    assert set(NO_LOCK) | set(NO_RULE) | set(NO_ENTRY) <= names
    for path, parts in PARTS.items():
        assert parts <= set(functions(next(each for each in ACTIONS if name_of(each) == path)))


def test_nobody_sets_a_state_past_its_transition():
    offences = []
    for path in modules():
        if path.name != "states.py":
            offences += [(name_of(path), node.lineno) for node in stored_names(tree(path)) if node.attr == "state"]
            offences += [
                (name_of(path), node.lineno)
                for node in ast.walk(tree(path))
                if isinstance(node, ast.Call) and sets_state(node)
            ]
    assert offences == []


def sets_state(call) -> bool:
    """update(state=…), bulk_update(…, ["state"]), setattr(x, "state", …)."""
    word = dotted(call.func).split(".")[-1]
    if word == "update":
        return any(keyword.arg == "state" for keyword in call.keywords)
    if word in ("bulk_update", "setattr"):
        return any(isinstance(node, ast.Constant) and node.value == "state" for node in ast.walk(call))
    return False


@pytest.mark.parametrize(
    "lifecycle",
    [
        ApplicationLifecycle,
        RecommendationLifecycle,
        InspectionLifecycle,
        PermitLifecycle,
        StandardLifecycle,
        ComplaintLifecycle,
    ],
)
def test_a_transition_only_sets_fields_of_its_own_row(lifecycle):
    app = lifecycle.__module__.split(".")[0]
    path = next(path for path in modules("states.py") if path.parent.name == app)
    body = next(
        node for node in tree(path).body if isinstance(node, ast.ClassDef) and node.name == lifecycle.__name__
    ).body
    transitions = [node for node in body if isinstance(node, ast.FunctionDef) and "transition" in decorators(node)]
    declared = {name for name, value in vars(lifecycle).items() if hasattr(value, "_django_fsm")}
    assert {node.name for node in transitions} == declared and declared
    for method in transitions:
        assert calls(ast.Module(method.body, [])) == [], method.name
        for statement in method.body:
            is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            assert is_docstring or sets_own_fields(statement), f"{method.name}: {ast.unparse(statement)}"


def sets_own_fields(statement) -> bool:
    return isinstance(statement, ast.Assign) and all(dotted(target).startswith("self.") for target in statement.targets)


def test_transitions_are_called_only_by_actions():
    """`application.issue()` anywhere else would move a file without lock, rule, journal and message."""
    names = {
        name
        for each in (
            ApplicationLifecycle,
            RecommendationLifecycle,
            InspectionLifecycle,
            StandardLifecycle,
            ComplaintLifecycle,
        )
        for name in vars(each)
        if hasattr(vars(each)[name], "_django_fsm")
    }
    objects = {
        "application",
        "recommendation",
        "file",
        "row",
        "each",
        "request",
        "opinion",
        "document",
        "inspection",
        "visit",
        "complaint",
    }
    for path in modules():
        if path not in ACTIONS:
            called = [
                call for call in calls(tree(path)) if call.split(".")[-1] in names and call.split(".")[0] in objects
            ]
            assert called == [], path


def test_actions_do_not_import_tasks_forms_or_views():
    for path in ACTIONS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom):
                words = set((node.module or "").split(".")) | {alias.name for alias in node.names}
                assert not {"tasks", "forms", "views"} & words, path


def test_a_locked_row_may_still_be_pointed_to():
    """Foreign keys are looked up at the commit, with the journal's head in hand: FOR UPDATE would make two acts wait for ever."""
    strong = [
        (name_of(path), node.lineno)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and dotted(node.func).endswith("select_for_update")
        and not any(each.arg == "no_key" for each in node.keywords)
    ]
    assert strong == []
