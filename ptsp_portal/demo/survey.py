"""The survey's part of the story: what people thought of the files that ended, the kiosk at Batam, one line of a plan."""

from datetime import timedelta
from random import Random

from django.contrib.auth import get_user_model

from agencies.models import Agency
from applications.models import Application, PermitType
from complaints.actions.survey import (
    Answer,
    answer_at_kiosk,
    answer_survey_by_link,
    decide_suggestion,
    enter_sheet,
    finish_improvement,
    plan_improvement,
    save_survey_setting,
)
from complaints.models import Element, SurveyResponse, SurveySuggestion
from complaints.survey_tokens import is_finished
from ptsp_portal.lib.moment import now

OFFICE = "dpmptsp-kota-batam"
SEED, AT_KIOSK, ON_PAPER, DAYS_APART = 14, 8, 18, 6
SERVICES = ["SIPF", "SIPP", "REKLAME"]
# Mostly content; time and facilities are what people grumble about.
TASTE = dict.fromkeys(Element.values, [3, 3, 4, 4, 4]) | {
    "waktu": [2, 2, 3, 3, 4],
    "sarana": [2, 3, 3, 4],
    "biaya": [4, 4, 4, 3],
}
WORDS = [
    "Petugasnya ramah, tetapi kursi tunggu kurang.",
    "Mohon kabar lewat WhatsApp saat berkas pindah ke dinas.",
    "Terima kasih, tidak dipungut biaya apa pun.",
]


def tell_of_the_survey() -> None:
    """Once, after the story: each finished file answered for by its link, some people at the kiosk,
    and sheets of paper from the weeks before. All told now: the journal is in the order of time."""
    if SurveyResponse.objects.exists():
        return
    random, find = Random(SEED), get_user_model().objects.get
    office = Agency.objects.select_related("region").get(slug=OFFICE)
    head, clerk = find(email="kadis.batam@demo.test"), find(email="loket.batam@demo.test")
    save_survey_setting(office.pk, by=head, weights="exact", kiosk_on=True)
    for file in Application.objects.filter(closed_at__isnull=False).order_by("closed_at"):
        if is_finished(file):
            answer_survey_by_link(file.uuid, random.choice(["download", "link"]), _answer(random))
    services = list(PermitType.objects.filter(code__in=SERVICES).order_by("code"))
    for number in range(AT_KIOSK):
        words = WORDS[number] if number < len(WORDS) else ""
        answer_at_kiosk(office.pk, _answer(random, words), permit_type=services[number % len(services)])
    today = office.region.local_date(now())
    for number in range(1, ON_PAPER + 1):
        sheet = {"number": f"B-{number:03}", "on": today - timedelta(days=DAYS_APART * number)}
        enter_sheet(office.pk, by=clerk, answer=_answer(random), permit_type=services[number % len(services)], **sheet)
    decide_suggestion(SurveySuggestion.objects.get(text=WORDS[0]).uuid, by=head, shown=True)
    _plan(office, head, today)


def _plan(office, head, today) -> None:
    done = plan_improvement(
        office.pk, by=head, element="sarana", what="Menambah dua belas kursi tunggu dan satu kipas angin.",
        who="Kasubag Umum", due_on=today + timedelta(days=5),
    )  # fmt: skip
    finish_improvement(done.uuid, by=head, words="Kursi dan kipas sudah terpasang di ruang tunggu.")
    plan_improvement(
        office.pk, by=head, element="waktu", what="Loket kedua dibuka setiap Senin pagi; berkas lengkap didaftarkan hari itu juga.",
        who="Kasi Pelayanan", due_on=today + timedelta(days=40),
    )  # fmt: skip


def _answer(random, words="") -> Answer:
    scores = {code: random.choice(taste) for code, taste in TASTE.items()}
    profile = {
        "sex": random.choice("PL"),
        "age": random.choice(["20-29", "30-39", "40-49", "50-59"]),
        "education": random.choice(["sma", "s1", "s1", "smp"]),
        "occupation": random.choice(["swasta", "wirausaha", "pns", "lainnya"]),
    }
    return Answer(scores, profile, words)
