"""What a filing still lacks: one list with a link to each gap, the same on the check page and at submission."""

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.form_context import context_for
from applications.routing import unresolved
from applications.schema.answers import load
from applications.schema.form import FormSpec, problems, section_of


def gaps(application) -> list[tuple[str, str]]:
    """[(what is missing, link)]: unanswered or wrong fields, documents, and agencies that no answer leads to.

    A duplicate and a closure take the permit as it is: what its form lacks today is no gap of theirs.
    """
    of_the_form = [*answer_gaps(application), *agency_gaps(application)] if application.makes_a_permit else []
    return [*cause_gaps(application), *of_the_form, *document_gaps(application)]


def cause_gaps(application) -> list[tuple[str, str]]:
    """Lost or damaged, or why the holder wants it changed or closed."""
    needed = {"duplicate": application.cause, "amendment": application.cause_words, "closure": application.cause_words}
    if needed.get(application.kind, "–"):
        return []
    what = {
        "duplicate": _("Belum ditulis: izinnya hilang atau rusak"),
        "amendment": _("Belum ditulis: apa yang berubah"),
        "closure": _("Belum ditulis: mengapa izinnya ditutup"),
    }[application.kind]
    return [(what, reverse("applications:edit_cause", args=[application.uuid]))]


def answer_gaps(application) -> list[tuple[str, str]]:
    return form_gaps(application.standard, application.office, application.answers, _links_of(application))


def form_gaps(standard, office, answers: dict, link) -> list[tuple[str, str]]:
    """What is wrong with stored answers under a standard; `link(section, field)` says where it is put right."""
    spec = FormSpec.from_json(standard.fields)
    found = problems(spec, load(spec, answers), context_for(office))
    return [(gap.why, link(section_of(spec, gap.field.code), gap.field.code)) for gap in found]


def document_gaps(application) -> list[tuple[str, str]]:
    """Mandatory requirements without a document, and documents that the office found unfit and nobody replaced."""
    documents = list(application.documents.answering_requirements())
    answered = {document.requirement_code for document in documents}
    unfit = {document.requirement_code for document in documents if document.check_result == "unfit"}
    link = reverse("applications:edit_documents", args=[application.uuid])
    return paper_gaps(application.requirements, answered, link, unfit)


def paper_gaps(requirements, answered, link: str, unfit=()) -> list[tuple[str, str]]:
    """The same of any list of requirements and the codes that a paper is there for."""
    found = []
    for requirement in requirements:
        code, anchor = requirement["code"], f"{link}#{requirement['code']}"
        if requirement["mandatory"] and code not in answered:
            found.append((_("Dokumen belum ada: %(name)s") % {"name": requirement["name"]}, anchor))
        elif code in unfit:
            found.append((_("Dokumen perlu diganti: %(name)s") % {"name": requirement["name"]}, anchor))
    return found


def agency_gaps(application) -> list[tuple[str, str]]:
    stages, link = application.stages, _links_of(application)
    return routing_gaps(application.standard, application.office, application.answers, stages, link)


def routing_gaps(standard, office, answers: dict, stages, link) -> list[tuple[str, str]]:
    """A stage's agency that can't be found from the answers refuses submission, naming the field (product.md)."""
    spec = FormSpec.from_json(standard.fields)
    labels = {field.code: field.label for field in spec.fields}
    found = []
    for code, field in unresolved(standard, office, answers, stages):
        if field and not answers.get(field):
            continue  # already on the list as an unanswered field
        if not field:
            found.append((_("Belum ada dinas %(code)s di wilayah kantor ini") % {"code": code}, ""))
            continue
        what = _("Belum ada dinas %(code)s untuk wilayah pada isian “%(field)s”") % {
            "code": code,
            "field": labels.get(field, code),
        }
        found.append((what, link(section_of(spec, field), field)))
    return found


def _links_of(application):
    return lambda section, field: section_link(application, section, field)


def section_link(application, section, field="") -> str:
    link = reverse("applications:edit_section", args=[application.uuid, section.key])
    # The frame: every kind of field has one (a group of radio buttons has no single input), and its label stays in sight.
    return f"{link}#div_id_{field}" if field else link
