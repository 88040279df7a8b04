"""One function per act: `profile` (identity, businesses), `calendar` (days off, hours), `posts` and `rights` (people in office)."""

from agencies.actions.calendar import (
    add_holidays,
    add_regional_holiday,
    remove_holiday,
    remove_regional_holiday,
    save_holiday,
    save_region,
    set_office_hours,
)
from agencies.actions.posts import appoint_first, end_delegation, end_post
from agencies.actions.profile import (
    BUSINESS_FIELDS,
    PERSON_FIELDS,
    NibTaken,
    NikFixed,
    NikTaken,
    accept_claim,
    accept_invitation,
    business_of_invitation,
    claim_business,
    end_representation,
    has_filed,
    invite_representative,
    is_registered,
    note_viewed,
    own_person,
    refuse_claim,
    register_business,
    save_business,
    save_person,
)
from agencies.actions.rights import (
    confirm_rights,
    propose_delegation,
    propose_more_time,
    propose_role,
    refuse_rights,
    withdraw_rights,
)

__all__ = [
    "BUSINESS_FIELDS", "NibTaken", "NikFixed", "NikTaken", "PERSON_FIELDS", "accept_claim", "accept_invitation",
    "add_holidays", "add_regional_holiday", "appoint_first", "business_of_invitation", "claim_business",
    "confirm_rights", "end_delegation", "end_post", "end_representation", "has_filed", "invite_representative",
    "is_registered", "note_viewed", "own_person", "propose_delegation", "propose_more_time", "propose_role",
    "refuse_claim", "refuse_rights", "register_business", "remove_holiday", "remove_regional_holiday", "save_business",
    "save_holiday", "save_person", "save_region", "set_office_hours", "withdraw_rights",
]  # fmt: skip
