"""Who somebody is to a file: its applicant, somebody at its desk, somebody with a hand in it (rule 7)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.policies import has_role, may_represent
from agencies.scoping import agency_ids
from applications.models import Application
from applications.queries import HAND_IN_IT, HELPING_ROLES
from audit.models import JournalEntry

State = Application.State

OWN_FILE = _("Anda pemohon berkas ini, jadi petugas lain yang harus memprosesnya.")
ALREADY_WORKED_ON_IT = _(
    "Anda sudah membantu mengajukan, mendaftarkan, memverifikasi, menyusun, memaraf, atau memberi rekomendasi pada berkas ini; "
    "orang lain yang harus memaraf atau menandatanganinya."
)


def is_applicant(user, application) -> bool:
    """A present representative of the business; for oneself whoever filed it or whom it is for.

    Whoever filed for a business loses sight of the file with the right to represent it. An officer who typed for somebody
    (`assists`) is no applicant.
    """
    if application.business_id:
        return may_represent(user, application.business)
    return application.person.user_id == user.pk or _filed_it(user, application)


def assists(user, application) -> bool:
    """Sits at the counter that files for somebody without an account; any officer there, not only the one who began."""
    helping = application.assisting_agency_id
    return helping is not None and helping in agency_ids(user, HELPING_ROLES)


def acts_for_applicant(user, application) -> bool:
    """May do the applicant's part: the applicant, or the counter on the applicant's word."""
    return is_applicant(user, application) or assists(user, application)


def filing_role(user, application) -> dict:
    """In which part somebody does an act of the applicant's side: `role` and `agency` for the journal."""
    if is_applicant(user, application) or application.assisting_agency_id is None:
        return {"role": "applicant"}
    return {"role": "front_desk", "agency": application.assisting_agency.journal_chain}


def has_own_interest(user, application) -> bool:
    """Nobody acts on their own application (rule 7); having filed it once is enough, whatever rights ended since.

    Typing for somebody else is no interest: the same officer may register what they typed.
    """
    is_involved = application.person.user_id == user.pk or _filed_it(user, application)
    return is_involved or is_applicant(user, application)


def _filed_it(user, application) -> bool:
    return application.filed_by_id == user.pk and application.assisting_agency_id is None


def at_office(user, application, *roles) -> bool:
    """Holds one of the roles at the file's office today, and has no interest of their own in the file."""
    return has_role(user, application.office, *roles) and not has_own_interest(user, application)


def worked_on_it(user, application) -> bool:
    """Typed it for the applicant, registered, verified, drafted, endorsed, recommended or signed the minutes of a visit: may
    neither endorse nor sign.

    A draft that was sent back is endorsed anew, by the same person too: else an office with one endorser would be stuck.
    """
    decision = getattr(application, "decision", None)
    if user.pk in (application.registered_by_id, application.verified_by_id, decision and decision.drafted_by_id):
        return True
    endorsed = application.endorsements.filter(by=user, result="endorsed")
    if application.state == State.DRAFTING and decision:
        endorsed = endorsed.filter(round=decision.round, is_void=False)
    if endorsed.exists():
        return True
    if application.recommendations.filter(Q(given_by=user) | Q(proposed_by=user) | Q(approved_by=user)).exists():
        return True
    if application.inspections.filter(team__user=user, team__signed_at__isnull=False).exists():
        return True
    # The decision's row names its last drafter; whoever wrote an earlier draft, or typed at a counter, stands in the journal.
    return JournalEntry.objects.about(application).filter(verb__in=HAND_IN_IT, actor=user.uuid).exists()
