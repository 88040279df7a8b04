"""Checks of one page's input. Rules that hold however input arrives stand in the actions and in the database."""

from agencies.forms.profile import (
    BusinessForm,
    ClaimForm,
    IdentifierField,
    InvitationForm,
    NewBusinessForm,
    NibForm,
    PersonForm,
    RefusalForm,
    doubts,
)

__all__ = [
    "BusinessForm", "ClaimForm", "IdentifierField", "InvitationForm", "NewBusinessForm", "NibForm",
    "PersonForm", "RefusalForm", "doubts",
]  # fmt: skip
