import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from ptsp_portal.lib.moment import now


class Decision(models.Model):
    """The draft decision (konsep) on a file: one row, rewritten while in drafting, final once signed.

    `round` grows each time it is sent back.
    """

    class Verdict(models.TextChoices):
        ISSUE = "issue", _("Izin diterbitkan")
        REJECT = "reject", _("Permohonan ditolak")
        DEEMED = "deemed", _("Dikabulkan karena hukum (fiktif positif)")

    # What a drafter may propose; `deemed` is the head's own act.
    DRAFTABLE = [choice for choice in Verdict.choices if choice[0] != "deemed"]

    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    conditions = models.JSONField(default=list, blank=True)  # texts printed under "dengan ketentuan"
    reasons = models.JSONField(default=list, blank=True)  # for a refusal: each reason once
    legal_basis = models.TextField(blank=True)  # for a refusal: article
    # Deciding against an opinion needs a written reason (rule 2).
    against_opinion_reason = models.TextField(blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    is_ready = models.BooleanField(default=False)  # handed to the endorsers (or, with none, to the signer)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="reject") | ~Q(legal_basis=""), name="refusal_names_its_legal_basis"
            )
        ]
        triggers = [
            # What was signed is what is printed, however much later the worker gets to it.
            pgtrigger.Trigger(
                name="final_once_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM applications_application
                               WHERE id = OLD.application_id AND state IN ('issued', 'rejected')) THEN
                        RAISE EXCEPTION 'pgtrigger: Cannot change the decision of a signed file';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]


class Endorsement(models.Model):
    """One paraf, or one sending-back with its reason, in one round of one draft.

    A draft sent back to an earlier endorser keeps its round: the parafs from that position on are void and given anew.
    """

    class Result(models.TextChoices):
        ENDORSED = "endorsed", _("diparaf")
        SENT_BACK = "sent_back", _("dikembalikan")

    application = models.ForeignKey(Application, models.PROTECT, related_name="endorsements")
    round = models.PositiveSmallIntegerField()
    position = (
        models.PositiveSmallIntegerField()
    )  # 0-based place in the standard's list; the signer's is the list's length
    role = models.CharField(max_length=20)
    result = models.CharField(max_length=10, choices=Result.choices)
    note = models.TextField(blank=True)
    # Of a sending-back: "drafter", "endorser:<position>" or "agency:<uuid of the answer asked again>".
    sent_to = models.CharField(max_length=50, blank=True)
    is_void = models.BooleanField(default=False)  # a paraf given before the draft went back behind it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "position"],
                condition=Q(result="endorsed", is_void=False),
                name="one_paraf_per_position_and_round",
            ),
            models.CheckConstraint(condition=~Q(result="sent_back") | ~Q(note=""), name="sending_back_gives_a_reason"),
        ]
