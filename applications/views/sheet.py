"""A file's answers and papers as the pages list them; secrets masked, only the owner sees them whole on the PDF."""

from django.urls import reverse
from django.utils.translation import get_language

from applications.completeness import section_link
from applications.schema.answers import Table, display
from applications.schema.form import FormSpec, section_of


def answers_for_staff(application) -> list[dict]:
    """For components/answers.html: label, value or table; an office's own words are marked `lang=id`."""
    spec = FormSpec.from_json(application.standard.fields)
    return [answer_row(shown) for shown in display(spec, application.answers, get_language() or "id")]


def answer_row(shown, url="") -> dict:
    row = {"label": shown.label, "lang": "id", "url": url, "code": shown.code}
    if isinstance(shown.value, Table):
        return row | {"table": {"columns": shown.value.headers, "rows": shown.value.rows}}
    return row | {"value": shown.value}


CHECK_TAGS = {"fit": "ok", "unfit": "late", "unchecked": "quiet"}


def papers(application) -> list[dict]:
    """For components/file_list.html: one line per uploaded paper, in the order of the requirements."""
    documents = list(application.documents.answering_requirements())
    wanted = application.standard.requirements
    order = {requirement["code"]: (place, requirement["name"]) for place, requirement in enumerate(wanted)}
    documents.sort(key=lambda document: (order.get(document.requirement_code, (999, ""))[0], document.pk))
    return [
        {
            "name": document.original_name,
            "label": order.get(document.requirement_code, (0, document.requirement_code))[1],
            "size": document.size,
            "url": reverse("applications:document", args=[document.uuid]),
            "kind": CHECK_TAGS[document.check_result],
            "state": document.get_check_result_display(),
            "note": document.check_note,
        }
        for document in documents
    ]


def repairs_of(application, notice, *, link: bool) -> list[dict]:
    """The officer's items of a return: what, why, and for the applicant a link to its place."""
    if notice is None:
        return []
    spec = FormSpec.from_json(application.standard.fields)
    names = {each["code"]: each["name"] for each in application.standard.requirements}
    labels = {field.code: field.label for field in spec.fields}
    documents = reverse("applications:edit_documents", args=[application.uuid])
    found = []
    for item in notice.items:
        code, label, url = item["code"], "", ""
        if item["on"] == "document":
            label, url = names.get(code, code), f"{documents}#{code}"
        elif item["on"] == "field" and code in labels:
            label = labels[code]
            url = section_link(application, section_of(spec, code), code) if spec.field(code).by_applicant else ""
        found.append({"label": label, "note": item["note"], "url": url if link else ""})
    return found
