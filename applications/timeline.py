"""What happened to a file, from the journal: newest first, in the reader's words, with who did it as far as the reader may know."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext

from agencies.models import Agency
from audit.models import JournalEntry
from audit.verbs import VERBS

MOST = 200
BIRTH = ["permit.issued", "permit.deemed"]


def timeline_of(application, *, for_applicant: bool) -> list[dict]:
    """Entries for components/timeline.html. The applicant reads which office or agency, people in office also the name."""
    subjects = [application, *application.recommendations.all(), *application.inspections.all()]
    return lines_of(_entries(subjects, for_applicant), for_applicant)


def timeline_of_permit(permit, *, for_applicant: bool) -> list[dict]:
    """The same of what became of an issued permit, and how it was issued."""
    entries = _entries([permit, permit.application], for_applicant)
    return lines_of(entries.filter(Q(subject=permit.uuid) | Q(verb__in=BIRTH)), for_applicant)


def _entries(subjects, for_applicant):
    journal = JournalEntry.objects
    return journal.timeline_for_applicant(*subjects) if for_applicant else journal.timeline(*subjects)


def lines_of(entries, for_applicant) -> list[dict]:
    entries = list(entries.order_by("-id")[:MOST])
    agencies = _agency_names(entries)
    names = {} if for_applicant else _people(entries)
    return _folded(_line(entry, agencies, names, for_applicant) for entry in entries)


def _folded(lines) -> list[dict]:
    """Five uploads in a row are one line with "5 kali"; the newest moment stands."""
    found = []
    for line in lines:
        if found and (found[-1]["text"], found[-1]["who"]) == (line["text"], line["who"]):
            found[-1]["times"] += 1
        else:
            found.append(line | {"times": 1})
    for line in found:
        if line["times"] > 1:
            line["text"] = gettext("%(what)s (%(times)d kali)") % {"what": line["text"], "times": line["times"]}
    return found


def _line(entry, agencies, names, for_applicant) -> dict:
    verb = VERBS[entry.verb]
    who = [part for part in (names.get(entry.actor, ""), agencies.get(entry.agency, "")) if part]
    return {"text": verb.applicant if for_applicant else verb.staff, "at": entry.at, "who": " · ".join(who)}


def _agency_names(entries) -> dict[str, str]:
    """{journal key "21.71/DINKES": name}, one statement."""
    keys = {tuple(entry.agency.split("/", 1)) for entry in entries if "/" in entry.agency}
    if not keys:
        return {}
    rows = Agency.objects.filter(
        region_id__in={region for region, _code in keys}, code__in={code for _region, code in keys}
    )
    return {agency.journal_chain: agency.name for agency in rows}


def _people(entries) -> dict:
    actors = {entry.actor for entry in entries if entry.actor}
    return dict(get_user_model().objects.filter(uuid__in=actors).values_list("uuid", "full_name"))
