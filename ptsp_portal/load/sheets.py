"""Rows of one table that wait for COPY. Columns that a life does not name get the model's own default."""

import json
from datetime import datetime

from django.db import connection
from django.db.models.fields import NOT_PROVIDED

from applications.models import (
    Application,
    ApplicationClockEvent,
    Bill,
    Condition,
    Decision,
    Document,
    Endorsement,
    Payment,
    Permit,
    PrintedDocument,
    Recommendation,
    RecommendationClockEvent,
    Rejection,
    ReturnNotice,
)
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.bulk import NULL, copy, text_of

FULL = 20_000
EVENT = "kind at holder agency_id role reason"
COLUMNS = {
    Application: "uuid state office_id permit_type_id standard_id kind filed_by_id person_id business_id holder_name "
    "holder_identity holder_address answers reference registration_number tracking_secret created_at changed_at submitted_at "
    "registered_at registered_by_id verified_at verified_by_id closed_at promised_on holder holder_agency_id holder_role "
    "held_since due_at came_back place_code place_words search_text stage answers_requested answers_received "
    "times_returned change_count",
    ApplicationClockEvent: f"application_id {EVENT}",
    Recommendation: "uuid state application_id agency_id codes stage is_required days requested_at due_at acknowledged_at "
    "acknowledged_by_id closed_at given_by_id verdict reasons conditions version",
    RecommendationClockEvent: f"recommendation_id {EVENT}",
    Condition: "recommendation_id position text result decided_by_id decided_at",
    Document: "uuid application_id requirement_code file original_name extension content_type size sha256 uploaded_by_id "
    "uploaded_at removed_at check_result check_note checked_by_id checked_at",
    ReturnNotice: "uuid application_id items by_id at answered_at",
    Decision: "application_id verdict conditions reasons legal_basis round is_ready drafted_by_id drafted_at",
    Endorsement: "application_id round position role result note by_id at",
    Permit: "uuid application_id office_id permit_type_id number holder_name issued_on valid_until verification_code "
    "signed_by_id signed_at signer_name signer_position",
    Rejection: "application_id office_id number reasons legal_basis signed_by_id signed_at signer_name signer_position",
    PrintedDocument: "uuid application_id bill_id kind file sha256 size created_at stored_at next_try_at",
    Bill: "uuid application_id office_id number tariff lines amount issued_at issued_by_id expires_on paid_at",
    Payment: "uuid bill_id office_id way reference amount paid_on recorded_at",
    JournalEntry: "chain seq at verb subject_type subject actor role agency facts prev_hash hash",
    Message: "uuid user_id channel occasion subject text link about state sent_at read_at created_at",
}
MODELS = tuple(COLUMNS)
TABLES = tuple(model._meta.db_table for model in MODELS)


class Sheet:
    """One table. `next_id` gives ids that two processes draw in turns, so that ids follow time whichever wrote the row."""

    def __init__(self, model, cursor, first_id: int, parts: int):
        self.table, self.cursor = model._meta.db_table, cursor
        named = COLUMNS[model].split()
        others = {
            field.column: _default(field)
            for field in model._meta.concrete_fields
            if field.column not in ("id", *named) and not field.generated
        }
        self.columns = ["id", *named, *others]
        self.tail = "".join(f"\t{value}" for value in others.values()) + "\n"
        self.lines: list[str] = []
        self.id, self.parts = first_id - parts, parts
        self.count = 0

    def next_id(self) -> int:
        self.id += self.parts
        return self.id

    def add(self, line: str) -> None:
        """A row as text, its id first, in the order of COLUMNS."""
        self.lines.append(line + self.tail)
        if len(self.lines) >= FULL:
            self.flush()

    def flush(self) -> None:
        if self.lines:
            copy(self.cursor, self.table, self.columns, self.lines)
            self.count += len(self.lines)
            self.lines.clear()


def first_ids() -> dict:
    """{model: the next free id}; asked before anybody writes."""
    last = {model: model.objects.order_by("-pk").values_list("pk", flat=True).first() for model in MODELS}
    return {model: (pk or 0) + 1 for model, pk in last.items()}


def json_text(value) -> str:
    return text_of(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _default(field) -> str:
    if field.default is NOT_PROVIDED and field.null:
        return NULL
    value = field.get_default()
    if value is None:
        return NULL
    prepared = field.get_db_prep_save(value, connection)
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) or field.get_internal_type() == "ArrayField" else "[]"
    if isinstance(value, bool):
        return "t" if value else "f"
    return prepared.isoformat() if isinstance(prepared, datetime) else text_of(str(prepared))
