"""The satisfaction survey (SKM/IKM, PermenPANRB 14/2017; handbook part 6).

Anonymous to staff by its tables: an answer (`SurveyResponse`) names no file, no person and no moment, only a day. That a file
was asked stands apart, as a keyed hash (`AnsweredFile`); who typed a paper sheet stands apart (`SurveySheet`); free words
stand apart, with their month alone (`SurveySuggestion`). None of these rows points at another.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications.models import PermitType
from complaints.survey_index import EXACT, LITERAL
from complaints.survey_rows import QuestionnaireQuerySet, SurveyActionQuerySet, SurveyResponseQuerySet
from ptsp_portal.lib.lifecycle import append_only, never_deleted, never_rewritten
from ptsp_portal.lib.moment import now


class Element(models.TextChoices):
    """The nine elements by code: questionnaires in use swap the last two, so a place in a list says nothing."""

    REQUIREMENTS = "persyaratan", _("Persyaratan")
    PROCEDURE = "prosedur", _("Sistem, mekanisme, dan prosedur")
    TIME = "waktu", _("Waktu penyelesaian")
    COST = "biaya", _("Biaya atau tarif")
    PRODUCT = "produk", _("Produk spesifikasi jenis pelayanan")
    COMPETENCE = "kompetensi", _("Kompetensi pelaksana")
    CONDUCT = "perilaku", _("Perilaku pelaksana")
    FACILITIES = "sarana", _("Sarana dan prasarana")
    COMPLAINTS = "pengaduan", _("Penanganan pengaduan, saran, dan masukan")


def score_field(code: str) -> str:
    """The column of an element in `SurveyResponse`."""
    return f"score_{code}"


class Questionnaire(models.Model):
    """One version of the nine questions, of one office or (no office) of all. Printed and answered as it stands: never edited."""

    office = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="questionnaires")
    version = models.PositiveSmallIntegerField(_("versi"))
    from_on = models.DateField(_("berlaku sejak"))
    legal_basis = models.CharField(_("dasar"), max_length=200, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("kuesioner survei")
        verbose_name_plural = _("kuesioner survei")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "version"], nulls_distinct=False, name="one_questionnaire_per_version"
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.office or 'nasional'} · {self.version}"


class SurveyQuestion(models.Model):
    """One element as this version asks it, with its four answers from 1 to 4."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="questions")
    element = models.CharField(_("unsur"), max_length=12, choices=Element.choices)
    position = models.PositiveSmallIntegerField(_("urutan"))
    question = models.CharField(_("pertanyaan"), max_length=300)
    question_en = models.CharField(_("pertanyaan (Inggris)"), max_length=300, blank=True)
    answers = ArrayField(models.CharField(max_length=80), size=4, verbose_name=_("jawaban 1 sampai 4"))
    answers_en = ArrayField(models.CharField(max_length=80), size=4, blank=True, default=list)

    class Meta:
        verbose_name = _("pertanyaan survei")
        verbose_name_plural = _("pertanyaan survei")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "element"], name="one_question_per_element"),
            models.UniqueConstraint(fields=["questionnaire", "position"], name="one_question_per_position"),
            models.CheckConstraint(condition=Q(answers__len=4), name="a_question_has_four_answers"),
        ]
        triggers = append_only()

    @property
    def words(self) -> str:
        return self.question_en if get_language() == "en" and self.question_en else self.question

    @property
    def choices(self) -> list[tuple[int, str]]:
        texts = self.answers_en if get_language() == "en" and self.answers_en else self.answers
        return list(enumerate(texts, start=1))


class SurveySetting(models.Model):
    """How an office reckons and asks. Without a row: exact weights, no kiosk."""

    class Weights(models.TextChoices):
        EXACT = EXACT, _("bobot 1/9, hitungan tepat")
        LITERAL = LITERAL, _("bobot 0,11 seperti lampiran peraturan")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.OneToOneField(Agency, models.PROTECT, related_name="survey_setting")
    weights = models.CharField(max_length=7, choices=Weights.choices, default=Weights.EXACT)
    kiosk_on = models.BooleanField(default=False)

    class Meta:
        triggers = never_deleted()


def _score():
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )


SCORES = [score_field(code) for code in Element.values]
IN_RANGE, ANY_ANSWER = Q(), Q()
for _name in SCORES:
    IN_RANGE &= Q(**{f"{_name}__isnull": True}) | Q(**{f"{_name}__gte": 1, f"{_name}__lte": 4})
    ANY_ANSWER |= Q(**{f"{_name}__isnull": False})


class SurveyResponse(models.Model):
    """One answer. Its key is random, so that rows in order tell nothing; it knows a day and no moment, and no file."""

    class Channel(models.TextChoices):
        DOWNLOAD = "download", _("setelah mengunduh")
        HAND_OVER = "hand_over", _("setelah penyerahan")
        LINK = "link", _("tautan di pesan")
        PAPER = "paper", _("kertas")
        KIOSK = "kiosk", _("kios di kantor")

    class Sex(models.TextChoices):
        FEMALE = "P", _("perempuan")
        MALE = "L", _("laki-laki")

    class Age(models.TextChoices):
        BELOW_20 = "-20", _("di bawah 20 tahun")
        FROM_20 = "20-29", _("20–29 tahun")
        FROM_30 = "30-39", _("30–39 tahun")
        FROM_40 = "40-49", _("40–49 tahun")
        FROM_50 = "50-59", _("50–59 tahun")
        FROM_60 = "60-", _("60 tahun ke atas")

    class Education(models.TextChoices):
        SD = "sd", _("SD")
        SMP = "smp", _("SMP")
        SMA = "sma", _("SMA")
        S1 = "s1", _("D4 atau S1")
        S2 = "s2", _("S2")
        S3 = "s3", _("S3")

    class Occupation(models.TextChoices):
        PNS = "pns", _("PNS")
        TNI = "tni", _("TNI")
        POLRI = "polri", _("POLRI")
        SWASTA = "swasta", _("swasta")
        WIRAUSAHA = "wirausaha", _("wirausaha")
        LAINNYA = "lainnya", _("lainnya")

    class Hours(models.TextChoices):
        MORNING = "08-12", _("pukul 08–12")
        AFTERNOON = "13-17", _("pukul 13–17")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="survey_responses")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    on = models.DateField()
    channel = models.CharField(max_length=9, choices=Channel.choices)
    permit_type = models.ForeignKey(PermitType, models.PROTECT, null=True, blank=True, related_name="survey_responses")
    # The desks of the file: whose counter helped and which agencies were asked for a recommendation. Known through a link only.
    desks = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    score_persyaratan = _score()
    score_prosedur = _score()
    score_waktu = _score()
    score_biaya = _score()
    score_produk = _score()
    score_kompetensi = _score()
    score_perilaku = _score()
    score_sarana = _score()
    score_pengaduan = _score()
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices, blank=True)
    age = models.CharField(_("usia"), max_length=5, choices=Age.choices, blank=True)
    education = models.CharField(_("pendidikan"), max_length=3, choices=Education.choices, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=9, choices=Occupation.choices, blank=True)
    hours = models.CharField(_("jam pelayanan"), max_length=5, choices=Hours.choices, blank=True)

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("jawaban survei")
        verbose_name_plural = _("jawaban survei")
        constraints = [
            models.CheckConstraint(condition=IN_RANGE, name="survey_scores_in_range"),
            models.CheckConstraint(condition=ANY_ANSWER, name="survey_response_answers_something"),
        ]
        # Every figure is of one office and a span of days.
        indexes = [models.Index(fields=["office", "on"], name="survey_period")]
        triggers = append_only()


# What is asked of whoever answers, each of which may stay unsaid.
PROFILE = {
    "sex": SurveyResponse.Sex,
    "age": SurveyResponse.Age,
    "education": SurveyResponse.Education,
    "occupation": SurveyResponse.Occupation,
}


class AnsweredFile(models.Model):
    """That a finished file was answered for: a keyed hash of it, and nothing else. Makes one answer for each file."""

    token_hash = models.CharField(primary_key=True, max_length=64)

    class Meta:
        triggers = append_only()


class SurveySheet(models.Model):
    """A paper sheet that was typed in: its number, once, and by whom. Which answer stood on it, nobody can say."""

    office = models.ForeignKey(Agency, models.PROTECT, related_name="survey_sheets")
    number = models.CharField(_("nomor lembar"), max_length=20)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="one_survey_sheet_per_number")]
        triggers = append_only()


class SurveySuggestion(models.Model):
    """Words that somebody added. Read by the office, shown to everybody only once a person found nothing private in them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("belum dibaca")
        SHOWN = "shown", _("ditampilkan")
        HIDDEN = "hidden", _("tidak ditampilkan")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="survey_suggestions")
    month = models.DateField()  # its first day
    text = models.TextField(max_length=1000)
    decision = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_suggestion_was_decided_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["office", "decision", "month"], name="survey_suggestions")]
        triggers = [never_rewritten("office_id", "month", "text"), *never_deleted()]


class SurveyAction(models.Model):
    """One line of the action plan (tindak lanjut): what is done about a low element, by whom, by when; followed until done."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Agency, models.PROTECT, related_name="survey_actions")
    element = models.CharField(_("unsur"), max_length=12, choices=Element.choices)
    what = models.TextField(_("yang akan dilakukan"), max_length=500)
    who = models.CharField(_("penanggung jawab"), max_length=120)
    due_on = models.DateField(_("selesai paling lambat"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    done_on = models.DateField(_("selesai pada"), null=True, blank=True)
    done_words = models.TextField(_("hasilnya"), max_length=500, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SurveyActionQuerySet.as_manager()

    class Meta:
        ordering = [F("done_on").asc(nulls_first=True), "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_by__isnull=False), name="an_action_was_done_by_somebody"
            )
        ]
        indexes = [models.Index(fields=["office", "due_on"], name="survey_actions")]
        triggers = [
            never_rewritten("office_id", "element", "what", "who", "due_on"),
            *never_deleted(),
        ]
