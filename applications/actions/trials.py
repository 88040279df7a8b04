"""Test filings of a draft: begun, filled in, thrown away. They touch their own table and the journal, and nothing else."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import policies
from applications.models import Application, ServiceStandard, TrialFiling
from applications.outcomes import ON_THE_SAME_PERMIT
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

Kind, Cause = Application.Kind, Application.Cause
MOST = 20  # of one version
NOT_WRITTEN_ANY_MORE = _(
    "Versi ini sudah ditetapkan, jadi tidak diuji lagi. Uji dilakukan pada draf. Tidak ada yang berubah."
)
NOT_OFFERED = _("Jenis permohonan itu tidak dilayani menurut draf ini. Tidak ada yang berubah.")
TOO_MANY = _("Sudah ada %(most)d permohonan uji pada draf ini. Hapus dulu yang tidak dipakai. Tidak ada yang berubah.")
NO_FORM = _("Salinan dan penutupan memakai isi izin itu sendiri, jadi tidak ada isian untuk diuji.")


@transaction.atomic
def start_trial(uuid, *, by, kind="new", cause="") -> TrialFiling:
    """A test filing of the version `uuid`, of a kind that it serves; a copy also names its cause."""
    standard = ServiceStandard.objects.locked(uuid)
    require(policies.can_write_standard, by, standard)
    _refuse_settled(standard)
    if kind not in standard.kinds or (kind == Kind.DUPLICATE) != (cause in Cause.values):
        raise Refused(NOT_OFFERED)
    if standard.trials.count() >= MOST:
        raise Refused(TOO_MANY % {"most": MOST})
    trial = TrialFiling.objects.create(
        standard=standard, kind=kind, cause=cause, started_by=by, created_at=now(), changed_at=now()
    )
    record("trial.started", trial, by=by, office=standard.office, version=standard.version, kind=kind)
    return trial


@transaction.atomic
def save_trial(uuid, *, by, answers: dict | None = None, papers: list | None = None) -> TrialFiling:
    """Answers in stored form (secrets sealed), or the codes of the papers that the tester says to have."""
    trial = TrialFiling.objects.locked(uuid)
    require(policies.can_write_standard, by, trial.standard)
    _refuse_settled(trial.standard)
    if answers is not None:
        if trial.kind in ON_THE_SAME_PERMIT:
            raise Refused(NO_FORM)
        trial.answers = answers
    if papers is not None:
        trial.papers = [each["code"] for each in trial.requirements if each["code"] in papers]
    trial.changed_at = now()
    trial.save()
    record("trial.saved", trial, by=by, office=trial.standard.office)
    return trial


@transaction.atomic
def drop_trial(uuid, *, by) -> None:
    """Nothing of a trial is kept; one of a version that was published meanwhile can still be thrown away."""
    trial = TrialFiling.objects.locked(uuid)
    require(policies.can_write_standard, by, trial.standard)
    record("trial.dropped", trial, by=by, office=trial.standard.office)
    trial.delete()


def _refuse_settled(standard) -> None:
    if standard.status not in (ServiceStandard.Status.DRAFT, ServiceStandard.Status.REVIEWED):
        raise WrongState(NOT_WRITTEN_ANY_MORE)
