"""The survey on paper: the questionnaire to fill in by hand, the report of a period, the poster for the waiting room.

Made when they are asked for, and stored nowhere. Letters are Indonesian (product.md, rule 10).
"""

from django.db.models import Q
from django.utils import translation

from applications.letterhead import letterhead
from complaints.models import Element, SurveyAction, SurveyResponse, SurveySuggestion
from complaints.models.survey import PROFILE
from complaints.survey_figures import FLOOR, Figures
from complaints.survey_index import BANDS, LITERAL
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.pdf import letter
from ptsp_portal.lib.wording import date_words

SUGGESTIONS_PRINTED = 20


@translation.override("id")
def questionnaire_pdf(office, questions) -> bytes:
    """One sheet: place for its number, day, service and profile, nine questions with four boxes each, words."""
    choices = PROFILE | {"hours": SurveyResponse.Hours}
    doc = {
        "title": "Kuesioner Survei Kepuasan Masyarakat",
        "number": "",
        "foot": f"Kuesioner SKM · {office.name} · tanpa nama: jangan tulis nama atau nomor berkas",
        "office": letterhead(office),
        "profile": [
            {
                "label": SurveyResponse._meta.get_field(name).verbose_name.capitalize(),
                "choices": [str(words) for _value, words in kind.choices],
            }
            for name, kind in choices.items()
        ],
        "questions": [
            {"label": question.question, "choices": [f"{n}. {words}" for n, words in enumerate(question.answers, 1)]}
            for question in questions
        ],
    }
    return letter("complaints/print/questionnaire.html", doc)


@translation.override("id")
def report_pdf(figures: Figures) -> bytes:
    """The index with everything that the regulation wants beside it; groups below five only as such."""
    office, sample = figures.office, figures.sample()
    running = Q(done_on__isnull=True) | Q(done_on__gte=figures.period.first)
    plans = SurveyAction.objects.filter(running, office=office)
    suggestions = SurveySuggestion.objects.filter(
        office=office,
        decision=SurveySuggestion.State.SHOWN,
        month__gte=figures.period.first,
        month__lte=figures.period.last,
    )
    doc = {
        "title": "Laporan Survei Kepuasan Masyarakat",
        "number": "",
        "foot": f"Laporan SKM · {office.name} · {figures.period.label}",
        "office": letterhead(office),
        "period": figures.period.label,
        "made_on": date_words(office.region.local_date(now())),
        "index": _text(figures.index),
        "band": figures.band,
        "band_words": figures.band_words,
        "n": figures.n,
        "floor": FLOOR,
        "sample": [
            ("Jumlah responden", f"{_few(None if figures.whole.is_hidden else figures.n)} orang"),
            ("Target sampel", _target(sample)),
            ("Cara jawaban diterima", "; ".join(f"{words}: {n}" for words, n in figures.channels()) or "–"),
        ],
        "elements": [_element(line) for line in figures.elements],
        "lowest": [line.label for line in figures.lowest],
        "services": [_group(group) for group in figures.services()],
        "desks": [_group(group) for group in figures.desks()],
        "profile": [
            {"label": str(label).capitalize(), "text": "; ".join(f"{words}: {_few(n)}" for words, n in lines)}
            for label, lines in figures.profile()
            if lines
        ],
        "plans": [_plan(row) for row in plans],
        "suggestions": list(
            suggestions.order_by("-month", "uuid").values_list("text", flat=True)[:SUGGESTIONS_PRINTED]
        ),
        "method": _method(figures),
        "bands": [f"{band}: {_text(lowest)} ke atas" for band, lowest in BANDS[:3]] + ["D: di bawah 65,00"],
    }
    return letter("complaints/print/report.html", doc)


@translation.override("id")
def poster_pdf(figures: Figures) -> bytes:
    """For a wall: the index, its band, how many answered, when and where."""
    sample = figures.sample()
    doc = {
        "title": "Indeks Kepuasan Masyarakat",
        "number": "",
        "foot": f"Menurut {LAW}. Dicetak {date_words(figures.office.region.local_date(now()))}.",
        "office": letterhead(figures.office),
        "index": _text(figures.index),
        "band": figures.band,
        "band_words": figures.band_words,
        "period": figures.period.label,
        "n": figures.n,
        "target": sample["target"],
        "elements": [_element(line) for line in figures.elements],
    }
    return letter("complaints/print/poster.html", doc)


LAW = "Peraturan Menteri PANRB Nomor 14 Tahun 2017"


def _method(figures) -> str:
    weights = "0,11 seperti lampiran peraturan" if figures.weights == LITERAL else "1/9, dihitung tepat"
    return (
        f"Nilai setiap unsur adalah rata-rata jawaban 1 sampai 4. IKM adalah jumlah nilai unsur dikali bobot ({weights}) dikali "
        "25, dibulatkan satu kali ke dua desimal. Unsur yang dikosongkan pada lembar kertas tidak dihitung sebagai nol. "
        f"Kelompok di bawah {FLOOR} jawaban tidak ditampilkan. Dasar: {LAW}."
    )


def _target(sample) -> str:
    if not sample["target"]:
        return "belum ada: pada tahun sebelumnya tidak ada permohonan yang selesai"
    return f"{sample['target']} dari {sample['population']} pengguna tahun sebelumnya (tabel Krejcie–Morgan)"


def _element(line) -> dict:
    return {
        "label": str(line.label),
        "mean": _text(line.mean),
        "index": _text(line.index),
        "band": line.band,
        "width": line.width,
    }


def _group(group) -> list[str]:
    if group.is_hidden:
        return [group.label, f"kurang dari {FLOOR}" if group.tally.n < FLOOR else "–", "tidak ditampilkan", ""]
    return [group.label, str(group.tally.n), _text(group.index), group.band]


def _plan(row) -> list[str]:
    state = f"Selesai {date_words(row.done_on)}: {row.done_words}" if row.done_on else "Berjalan"
    return [Element(row.element).label, row.what, row.who, date_words(row.due_on), state]


def _text(number) -> str:
    return "–" if number is None else f"{number:.2f}".replace(".", ",")


def _few(n) -> str:
    return f"kurang dari {FLOOR}" if n is None else str(n)
