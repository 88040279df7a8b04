"""The demo story: about eighty files in six offices, a kecamatan and a village, told through the actions with a moved clock.

Each tale names where its file stands today; the clock moves in working time of the office, so deadlines, shares and lateness
come out of the ledger as they would in life. The same seed tells the same story, dated relative to today.
"""

import heapq
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from django.contrib.auth import get_user_model

from agencies.models import Agency, Membership
from agencies.working_days import calendar_of
from applications.actions import (
    corrections,
    decision,
    drafting,
    issuance,
    levy,
    measures,
    objections,
    recommendations,
    submission,
    verification,
)
from applications.actions.clarification import send_clarification
from applications.actions.conditions import Outcome, current_conditions
from applications.actions.inspection import propose_inspection
from applications.actions.questions import ask_questions
from applications.form_context import context_for
from applications.models import Application, PermitType
from applications.schema.answers import store
from applications.schema.form import FormSpec
from applications.tasks import remind_of_expiring_permits
from ptsp_portal.demo.answers import example_answers, paper_kind, sample_document
from ptsp_portal.demo.complaints import tales_of_complaints
from ptsp_portal.demo.counter import tell_of_the_counter
from ptsp_portal.demo.people import neighbours, townspeople
from ptsp_portal.demo.standards import tales_of_standards
from ptsp_portal.demo.tales import TALES
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.uploads import inspect

SEED = 2026
OFFICES = {
    "batam": "dpmptsp-kota-batam",
    "kepri": "dpmptsp-provinsi-kepulauan-riau",
    "tanjungpinang": "dpmptsp-kota-tanjungpinang",
    "tanjungriau": "kelurahan-tanjung-riau",
    "sekupang": "kecamatan-sekupang",
    "samarinda": "dpmptsp-kota-samarinda",
    "rembang": "dpmptsp-kabupaten-rembang",
    "natuna": "dpmptsp-kabupaten-natuna",
}


@dataclass(frozen=True)
class Tale:
    """One file: where, what, how many working days ago it began, and how far it came.

    `end`: draft, submitted, returned, registered, asked, clarified, visiting, answering, stage2, drafting, billed, endorsing,
    signing, issued, rejected, withdrawn. `returns`: how often it was sent back on the way. `answers`: how many agencies
    answered in the open stage. `pace`: it was done as if in so many days, though it began longer ago. `by`: whose it is.
    `after`: what became of the permit or the rejection: suspended, corrected, objected.
    """

    code: str
    office: str
    days: float
    end: str
    returns: int = 0
    answers: int = 0
    verdict: str = "favourable"
    pace: int = 0
    by: str = ""
    after: str = ""

    @classmethod
    def read(cls, line: str) -> "Tale":
        code, office, days, end, *more = line.split()
        told = dict(word.split("=") for word in more)
        numbers = {name: int(told[name]) for name in ("returns", "answers", "pace") if name in told}
        words = {"verdict": told.get("verdict", "favourable"), "by": told.get("by", ""), "after": told.get("after", "")}
        return cls(code, OFFICES[office], float(days), end, **numbers, **words)


ORDER = [
    "draft",
    "submitted",
    "returned",
    "registered",
    "asked",
    "clarified",
    "visiting",
    "answering",
    "stage2",
    "drafting",
    "billed",
    "endorsing",
    "signing",
    "issued",
    "rejected",
]
WORDS = {
    "conditional": (
        "Lokasi sesuai, dengan catatan keselamatan.",
        ["Menjaga jarak aman 2 meter dari badan jalan.", "Melapor bila konstruksi berubah."],
    ),
    "unfavourable": ("Lokasi berada di ruang milik jalan nasional sehingga tidak dapat disetujui.", []),
}
QUESTIONS = (
    "Tahun perolehan izin yang lama belum tertulis.",
    "Jam kegiatan pada hari Sabtu belum tertulis; mohon dijelaskan.",
)
MEASURE = {
    "reason": "Pada pemeriksaan lapangan, papan nama dengan nomor izin tidak terpasang.",
    "legal_basis": "Pasal 12 Peraturan Daerah tentang Penyelenggaraan Perizinan",
    "to_repair": "Pasang papan nama yang memuat nomor izin, lalu laporkan kepada kantor ini.",
}
PAPERS: dict[str, tuple] = {}


def tell() -> int:
    """Tell every tale; returns how many files there are. Papers are checked once per kind, as they are all alike."""
    applicants = [
        *get_user_model().objects.filter(email__in=["pemohon@demo.test", "pemohon2@demo.test"]).order_by("email"),
        *townspeople(),
    ]
    elsewhere = {OFFICES[place]: users for place, users in neighbours().items()}
    tales = [Tale.read(line) for line in TALES.strip().splitlines()]
    queue = []
    for number, tale in enumerate(tales):
        applicant = applicants[0] if number % 9 == 0 else applicants[number % len(applicants)]
        if tale.office in elsewhere:
            applicant = elsewhere[tale.office][number % len(elsewhere[tale.office])]
        if tale.by:
            applicant = next(each for each in applicants if each.email == f"{tale.by}@demo.test")
        _wait(queue, number, Teller(tale, applicant, Random(SEED + number)).tell())
    for number, telling in enumerate([*tales_of_complaints(), *tales_of_standards()], start=len(tales)):
        _wait(queue, number, telling)
    while queue:
        _moment, number, telling = heapq.heappop(queue)
        _wait(queue, number, telling)
    tell_of_the_counter()
    remind_of_expiring_permits()  # one letter runs out in a few weeks
    return len(tales)


def _officer_of(agency):
    posts = Membership.objects.current().filter(agency=agency, role="officer").select_related("user")
    return posts.order_by("id").first().user


def _wait(queue, number, telling) -> None:
    """Let a tale go on to its next step, and queue it for the moment of that step."""
    moment = next(telling, None)
    if moment is not None:
        heapq.heappush(queue, (moment, number, telling))


class Teller:
    """Tells one tale as a generator: each yield is the moment of its next step, so that all tales run in one time.

    Steps are in the office's working time and never after now.
    """

    def __init__(self, tale, applicant, random):
        self.tale, self.applicant, self.random = tale, applicant, random
        self.office = Agency.objects.select_related("region").get(slug=tale.office)
        self.calendar = calendar_of(self.office.region)
        self.at = self._working_days_ago(tale.days)
        self.pace = Fraction(str(tale.pace or tale.days)) / 14
        self.desk = {
            m.role: m.user for m in Membership.objects.current().filter(agency=self.office).select_related("user")
        }

    def tell(self):
        yield from self._at(self._file)
        if self.tale.end == "draft":
            return
        yield from self._at(submission.submit_application, self.file.uuid, by=self.applicant)
        for turn in range(self.tale.returns):
            yield from self._return()
            if self.tale.end == "returned" and turn == self.tale.returns - 1:
                return
            yield from self._at(self._repair)
        if self.tale.end == "withdrawn":
            yield from self._register()
            yield from self._at(submission.withdraw_application, self.file.uuid, by=self.applicant)
        elif self._reached("registered"):
            yield from self._register()
            if self._reached("asked"):
                yield from self._at(verification.verify_application, self.file.uuid, by=self.desk["verifier"])
                yield from self._recommend()
            if self._reached("drafting"):
                yield from self._decide()

    def _reached(self, point) -> bool:
        return ORDER.index(self.tale.end) >= ORDER.index(point)

    def _working_days_ago(self, days):
        """A moment in office hours so many working days before now; parts of a day count on the last working day."""
        moment = now()
        day = self.calendar.local_date(moment)
        while not self.calendar.is_working_day(day) or self.calendar.opening(day) >= moment:
            day -= timedelta(days=1)
        if days < 1:
            hours = self.calendar.closing(day) - self.calendar.opening(day)
            return min(self.calendar.closing(day), moment) - hours * days
        last = day
        while not self.calendar.is_working_day(day) or self.calendar.working_days_between(day, last) < int(days):
            day -= timedelta(days=1)
        return self.calendar.opening(day) + timedelta(minutes=self.random.randint(5, 180))

    def _at(self, act, *args, **kwargs):
        """Do one act a step later than the one before, when its moment comes."""
        step = self.calendar.advance(self.at, self.pace * Fraction(self.random.randint(4, 14), 12))
        self.at = step if self.at < step < now() else self.at + timedelta(seconds=30)
        yield self.at
        with moved_to(self.at):
            act(*args, **kwargs)

    def _file(self):
        permit_type = PermitType.objects.get(code=self.tale.code)
        business = None
        if self.tale.code in ("REKLAME", "TRAYEK-AKDP", "SIPB-BATUAN") and self.applicant.email == "pemohon@demo.test":
            business = self.applicant.person.representations.get(status="active").business
        self.file = drafting.start_filing(
            by=self.applicant, office=self.office, permit_type=permit_type, business=business
        )
        spec = FormSpec.from_json(self.file.standard.fields)
        answers = example_answers(spec, context_for(self.office), self.random, now().date())
        drafting.save_answers(self.file.uuid, by=self.applicant, answers=store(spec, answers))
        if self.tale.end != "draft":
            for requirement in self.file.standard.requirements_for("new"):
                if requirement["mandatory"]:
                    self._paper(requirement)

    def _paper(self, requirement):
        kind = paper_kind(requirement)
        name = f"{requirement['code']}.{kind}"
        if kind not in PAPERS:
            _name, content = sample_document(requirement)
            PAPERS[kind] = (inspect(content, allowed={kind}, max_bytes=10_000_000, name=name), content)
        inspected, content = PAPERS[kind]
        drafting.add_document(
            self.file.uuid,
            by=self.applicant,
            requirement_code=requirement["code"],
            inspected=inspected,
            content=content,
            name=name,
        )

    def _return(self):
        first = self.file.documents.answering_requirements().first()
        note = "Foto dokumen kurang jelas. Mohon unggah ulang yang terbaca."
        clerk = self.desk["front_desk"]
        yield from self._at(
            verification.check_documents, self.file.uuid, by=clerk, results={first.uuid: ("unfit", note)}
        )
        items = [{"on": "document", "code": first.requirement_code, "note": note}]
        yield from self._at(verification.return_application, self.file.uuid, by=clerk, items=items)

    def _repair(self):
        for document in self.file.documents.answering_requirements().filter(check_result="unfit"):
            requirement = next(r for r in self.file.standard.requirements if r["code"] == document.requirement_code)
            drafting.remove_document(document.uuid, by=self.applicant)
            self._paper(requirement)
        submission.submit_application(self.file.uuid, by=self.applicant)

    def _register(self):
        clerk = self.desk["front_desk"]
        results = {document.uuid: ("fit", "") for document in self.file.documents.answering_requirements()}
        yield from self._at(verification.check_documents, self.file.uuid, by=clerk, results=results)
        yield from self._at(verification.register_application, self.file.uuid, by=clerk)

    def _recommend(self):
        if self.tale.end == "asked":
            return
        if self.tale.end in ("clarified", "visiting"):
            yield from self._clarify() if self.tale.end == "clarified" else self._visit()
            return
        for stage in range(1, len(self.file.standard.stages) + 1):
            last_word = self.tale.end == "answering" or (self.tale.end == "stage2" and stage == 2)
            requests = list(self.file.recommendations.filter(stage=stage).select_related("agency").order_by("id"))
            for number, request in enumerate(requests):
                if last_word and number >= self.tale.answers:
                    return
                yield from self._answer(request, self.tale.verdict if number == 0 else "favourable")

    def _clarify(self):
        """An agency and the verifier want to know something; one list goes to the applicant, and the clock stops."""
        request = self.file.recommendations.select_related("agency").first()
        for by, about in ((_officer_of(request.agency), request.uuid), (self.desk["verifier"], None)):
            asked = [{"on": "other", "code": "", "note": QUESTIONS[about is not None]}]
            yield from self._at(ask_questions, self.file.uuid, by=by, asked=asked, recommendation=about)
        yield from self._at(send_clarification, self.file.uuid, by=self.desk["verifier"])

    def _visit(self):
        """An agency wants to see the place; the applicant has not yet consented."""
        request = self.file.recommendations.select_related("agency").first()
        officer = _officer_of(request.agency)
        day = self.calendar.opening(self.calendar.add_working_days(self.calendar.local_date(now()), 2))
        visit = {"starts_at": day + timedelta(hours=2), "place": "Jalan Raja Ali Haji No. 8", "team": [officer]}
        yield from self._at(propose_inspection, request.uuid, by=officer, purpose="Letak dan ukuran", **visit)

    def _answer(self, request, verdict):
        officer = _officer_of(request.agency)
        reasons, conditions = WORDS.get(verdict, ("", []))
        yield from self._at(recommendations.acknowledge_recommendation, request.uuid, by=officer)
        yield from self._at(
            recommendations.give_recommendation,
            request.uuid,
            by=officer,
            verdict=verdict,
            reasons=reasons,
            conditions=conditions,
        )

    def _bill(self):
        """The levy is assessed and, unless the tale ends there, paid at the treasurer's."""
        assess = {"by": self.desk["verifier"], "quantity": Decimal(1)}
        yield from self._at(levy.assess_levy, self.file.uuid, **assess)
        if self.tale.end == "billed":
            return
        name, content = sample_document({"code": "bukti", "name": "Bukti", "formats": ["pdf"]})
        proof = (inspect(content, allowed={"pdf"}, max_bytes=10_000_000, name=name), content, name)
        bill = self.file.bills.get()
        paid = {"by": self.desk["treasurer"], "reference": f"TBP-{bill.pk:05}", "proof": proof}
        paid["paid_on"] = self.office.region.local_date(bill.issued_at)
        yield from self._at(levy.confirm_payment, bill.uuid, **paid)

    def _decide(self):
        if self.tale.end == "drafting":
            return
        if self.file.standard.levy:
            yield from self._bill()
        if self.tale.end == "billed":
            return
        file = Application.objects.get(pk=self.file.pk)
        refused = decision.opposed(file)
        taken_over = {each.pk: Outcome("accepted") for each in current_conditions(file)}
        draft = {"verdict": "issue", "condition_results": taken_over}
        if refused:
            draft = {
                "verdict": "reject",
                "reasons": [each.reasons for each in refused],
                "legal_basis": "Pasal 12 Peraturan Daerah tentang Penyelenggaraan Reklame",
            }
        yield from self._at(decision.draft_decision, file.uuid, by=self.desk["verifier"], ready=True, **draft)
        if self.tale.end == "endorsing":
            return
        for role in file.standard.endorsing_roles:
            yield from self._at(decision.endorse_decision, file.uuid, by=self.desk[role])
        if self.tale.end in ("issued", "rejected"):
            yield from self._at(issuance.sign_decision, file.uuid, by=self.desk["head"])
            yield from self._afterwards(Application.objects.get(pk=file.pk))

    def _afterwards(self, file):
        """What the office did to the permit, or the applicant against the rejection."""
        if self.tale.after == "objected":
            text = "Titik reklame berada di halaman sendiri, di luar ruang milik jalan. Denah terlampir pada berkas."
            yield from self._at(objections.file_objection, file.uuid, by=self.applicant, text=text)
        elif self.tale.after:
            verifier, head, permit = self.desk["verifier"], self.desk["head"], file.permit
            if self.tale.after == "suspended":
                for kind in ("warning", "suspension"):
                    yield from self._at(measures.propose_measure, permit.uuid, by=verifier, kind=kind, **MEASURE)
                    yield from self._at(measures.sign_measure, permit.measures.last().uuid, by=head)
            else:
                values = {"holder_address": f"{file.holder_address}, RT 004 RW 011"}
                reason = "RT dan RW tertinggal; menurut KTP pemegang."
                yield from self._at(
                    corrections.propose_correction, permit.uuid, by=verifier, values=values, reason=reason
                )
                yield from self._at(corrections.sign_correction, permit.corrections.last().uuid, by=head)
