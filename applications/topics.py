"""What a question to the applicant may be about, in the order of the standard, and questions gathered by that."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.models import On
from applications.schema.answers import Table, display
from applications.schema.form import FormSpec


@dataclass(frozen=True)
class Topic:
    """A field, a requirement, or anything else ("other", without a code). `lang`: "id" for an office's own words."""

    on: str
    code: str
    label: str
    lang: str = ""

    @property
    def key(self) -> str:
        return f"{self.on}:{self.code}"


def topics_of(application) -> list[Topic]:
    """The applicant's fields, the requirements of this kind of filing, and the rest. Fields whose condition does not hold too:
    who asks about the answer that they hang on may ask for them at once."""
    language, standard = get_language() or "id", application.standard
    lang = "id" if language != "id" else ""
    asked = FormSpec.from_json(standard.fields).asked if application.makes_a_permit else ()
    fields = [Topic(On.FIELD.value, one.code, one.title(language), "" if one.label_en else lang) for one in asked]
    wanted = application.requirements
    papers = [Topic(On.DOCUMENT.value, each["code"], each["name"], lang) for each in wanted]
    return [*fields, *papers, Topic(On.OTHER.value, "", _("Hal lain"))]


def topic_of(application, item) -> Topic:
    """What an item is about; the standard of a file never changes, so it is found."""
    return next(topic for topic in topics_of(application) if (topic.on, topic.code) == (item.on, item.code))


def gathered(application, questions) -> list[tuple[Topic, list]]:
    """[(topic, its questions)]: what several ask about the same thing is one item (one merged list, rule 3).

    Of "something else" every question is an item of its own: nothing says that two of them are about the same thing.
    """
    by_topic: dict[tuple, list] = {}
    for question in questions:
        by_topic.setdefault((question.on, question.code), []).append(question)
    groups = []
    for topic in topics_of(application):
        asked = by_topic.get((topic.on, topic.code), [])
        if topic.on == On.OTHER:
            groups += [(topic, [each]) for each in asked]
        elif asked:
            groups.append((topic, asked))
    return groups


def clarifications_of(application, *, as_applicant: bool) -> list[tuple]:
    """[(clarification, its items)], the newest first. The applicant sees what was sent, and not what was held back."""
    rows = application.clarifications.select_related("created_by", "consented_by").order_by("-id")
    return [(each, items_of(application, each)) for each in (rows.sent() if as_applicant else rows)]


def items_of(application, clarification) -> list[dict]:
    """For templates: each item with its label, its questions and the answer. Three statements."""
    topics = {(topic.on, topic.code): topic for topic in topics_of(application)}
    spec = FormSpec.from_json(application.standard.fields)
    rows = clarification.items.prefetch_related("questions__agency", "documents")
    return [
        {
            "item": item,
            "topic": topics.get((item.on, item.code)) or Topic(item.on, item.code, item.get_on_display()),
            "questions": list(item.questions.all()),
            "documents": [document for document in item.documents.all() if document.removed_at is None],
            "new_words": _words(spec, item),
        }
        for item in rows
    ]


def _words(spec, item) -> str:
    """A field's new answer as a reader sees it; a table is read on the file."""
    if not item.has_new_value or item.new_value is None:
        return ""
    shown = {
        each.code: each for each in display(spec, {item.code: item.new_value}, get_language() or "id", everything=True)
    }
    value = shown[item.code].value if item.code in shown else ""
    return "" if isinstance(value, Table) else value
