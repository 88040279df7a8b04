"""Papers that the same holder brought before and may use again: for a requirement of the same code, or of the same name."""

from datetime import timedelta

from django.db.models import Q

from applications.models import Document, ServiceStandard
from applications.papers_asked import fits
from ptsp_portal.lib.moment import now

MOST_LOOKED_AT = 200  # of one holder, the newest
MOST_OFFERED = 3  # for one requirement
# Nobody knows of an upload how long it holds. After two years the paper is brought anew.
KEPT_FOR = timedelta(days=730)


def papers_of_holder(person_id, business_id=None, bundle_id=None) -> list[Document]:
    """Newest first: papers of files that were sent, neither removed, nor found unfit, nor too old. One statement.

    Of drafts that were started together with it (`bundle_id`) too: they are of the same holder and still in the same hands.
    """
    rows = Document.objects.answering_requirements().exclude(check_result=Document.Check.UNFIT)
    rows = rows.filter(uploaded_at__gt=now() - KEPT_FOR, clarification_item__isnull=True)
    sent = Q(application__submitted_at__isnull=False)
    rows = rows.filter(sent | Q(application__bundle_id=bundle_id, application__state="draft") if bundle_id else sent)
    if business_id:
        rows = rows.filter(application__business_id=business_id)
    else:
        rows = rows.filter(application__person_id=person_id, application__business__isnull=True)
    return list(rows.select_related("application").order_by("-uploaded_at", "-pk")[:MOST_LOOKED_AT])


def used_before_for(application, codes=None) -> dict[str, list[Document]]:
    """{requirement code: papers to offer} of a filing, the same content once; two statements however many requirements."""
    wanted = [
        each for each in application.requirements if _is_general(each) and (codes is None or each["code"] in codes)
    ]
    if not wanted:
        return {}
    papers = papers_of_holder(application.person_id, application.business_id, application.bundle_id)
    papers = [paper for paper in papers if paper.application_id != application.pk]
    names = _names_of(papers)
    found = {}
    for requirement in wanted:
        seen, offered = set(), []
        for paper in papers:
            same = paper.requirement_code == requirement["code"] or names[paper.pk] == plain_name(requirement["name"])
            if same and fits(paper, requirement) and paper.sha256 not in seen and len(offered) < MOST_OFFERED:
                seen.add(paper.sha256)
                offered.append(paper)
        if offered:
            found[requirement["code"]] = offered
    return found


def offer_used_before(application, requirements) -> None:
    """Put `used_before` on each row of the papers' page, while the row has no paper or an unfit one: what is not already there."""
    offered = used_before_for(application)
    for row in requirements:
        there = {document.sha256 for document in row["documents"]}
        papers = offered.get(row["code"], []) if row["is_unfit"] or not there else []
        row["used_before"] = [paper for paper in papers if paper.sha256 not in there]


def names_of_papers(papers) -> dict[int, str]:
    """{paper id: the name of the requirement that it answered}, as its standard wrote it. One statement."""
    standards = ServiceStandard.objects.filter(pk__in={each.application.standard_id for each in papers})
    known = {
        pk: {each["code"]: each["name"] for each in requirements}
        for pk, requirements in standards.values_list("pk", "requirements")
    }
    return {each.pk: known[each.application.standard_id].get(each.requirement_code, "") for each in papers}


def _names_of(papers) -> dict[int, str]:
    return {pk: plain_name(name) for pk, name in names_of_papers(papers).items()}


def plain_name(name: str) -> str:
    """Requirements of the same plain name ask for the same paper."""
    return " ".join(name.casefold().split())


def _is_general(requirement) -> bool:
    """A letter about one event (a loss) is never used twice."""
    return not requirement.get("when")
