"""The complaints of the story: five at Batam, each somewhere else on its way. One is grave, one hangs on a file that is late."""

from django.contrib.auth import get_user_model

from agencies.models import Agency
from agencies.working_days import calendar_of
from applications.models import Application
from complaints.actions import answering, desk, reporting, talking
from complaints.actions.publishing import publish_complaint
from complaints.actions.receiving import receive_complaint
from complaints.models import Complaint, ComplaintCategory
from ptsp_portal.demo.times import mid_morning
from ptsp_portal.lib.moment import moved_to, now

CITY = "dpmptsp-kota-batam"
STUCK = (
    "Berkas saya sudah lama tidak bergerak. Di loket dijawab “masih di dinas”, tetapi tidak ada yang tahu sejak kapan."
)
QUEUE = "Antrean di loket tiga jam, padahal hanya mengambil surat. Nomor antrean habis pukul sembilan pagi."
BRIBE = "Seorang petugas meminta “uang rokok” supaya peninjauan lapangan dipercepat. Saya takut berkas saya dipersulit."
NOISE = "Bengkel di sebelah rumah bekerja sampai tengah malam. Apakah izinnya memang begitu?"
ANSWER = "Terima kasih. Sejak Senin dibuka satu loket khusus pengambilan, dan nomor antrean dapat diambil sampai pukul 14.00."


def tales_of_complaints() -> list:
    """Generators like those of `story.Teller`: each yield is the moment of the next step, so that all tales run in one time."""
    people = {user.email.split("@")[0]: user for user in get_user_model().objects.filter(email__endswith="@demo.test")}
    tell = Teller(Agency.objects.select_related("region").get(slug=CITY), people)
    return [tell.queue(), tell.bribe(), tell.noise(), tell.stuck(), tell.letter()]


class Teller:
    """One method a complaint; `_moment(days)`: see `times.mid_morning`."""

    def __init__(self, office, people):
        self.office, self.people, self.calendar = office, people, calendar_of(office.region)
        self.officer = people["pengaduan.batam"]

    def queue(self):
        """From the web by somebody without an account: answered, content, and released in redacted words."""
        yield self._moment(9)
        with moved_to(self._moment(9)):
            row = self._received(
                None, "prosedur", QUEUE, place_words="Loket DPMPTSP", reporter={"name": "Rahmawati", "email": "rahma@contoh.test"}
            )  # fmt: skip
        yield self._moment(8)
        with moved_to(self._moment(8)):
            self._verified(row, "Antrean panjang untuk mengambil surat")
            desk.route_complaint(row.uuid, by=self.officer)
        yield self._moment(6)
        with moved_to(self._moment(6)):
            answering.take_up_complaint(row.uuid, by=self.officer)
            answering.answer_complaint(row.uuid, by=self.officer, text=ANSWER)
        yield self._moment(5)
        with moved_to(self._moment(5)):
            reporting.accept_answer(row.uuid, by=None, rating=4)
            question = "Mengapa antrean hanya untuk mengambil surat begitu lama?"
            publish_complaint(row.uuid, by=self.officer, question=question, answer=ANSWER)

    def bribe(self):
        """Grave and confidential: the inspectorate has it, and nobody at the office knows that it is there."""
        yield self._moment(4)
        with moved_to(self._moment(4)):
            row = self._received(
                self.people["pemohon2"], "pungli", BRIBE, identity=Complaint.Identity.CONFIDENTIAL, about_agency=self.office
            )  # fmt: skip
        yield self._moment(3)
        with moved_to(self._moment(3)):
            inspector = self.people["inspektorat.batam"]
            desk.verify_complaint(row.uuid, by=inspector, title="Permintaan uang oleh petugas", category=row.category)

    def noise(self):
        """Anonymous; the desk asked for the address, and the days stand still."""
        yield self._moment(3)
        with moved_to(self._moment(3)):
            row = self._received(None, "dampak-usaha", NOISE, identity=Complaint.Identity.ANONYMOUS)
        yield self._moment(2)
        with moved_to(self._moment(2)):
            talking.ask_reporter(row.uuid, by=self.officer, text="Di jalan apa bengkel itu, dan sejak kapan terdengar?")

    def stuck(self):
        """On a file that waits at an agency: it goes to whoever holds it now."""
        yield self._moment(1)
        owner = self.people["pemohon"]
        files = Application.objects.own(owner).filter(
            office=self.office, state="recommendation", submitted_at__lt=now()
        )
        file = files.order_by("due_at", "id").first()
        if file is None:
            return
        with moved_to(self._moment(1)):
            row = self._received(owner, "izin-terlambat", STUCK, application=file)
            self._verified(row, "Berkas lama tidak bergerak")
            desk.route_complaint(row.uuid, by=self.officer)

    def letter(self):
        """A letter that the counter entered a day after it came."""
        yield self._moment(0)
        with moved_to(self._moment(0)):
            receive_complaint(
                by=self.people["loket.batam"], office=self.office, category=_category("data-salah"),
                text="Nama jalan pada surat izin salah ketik; sudah dua kali dilaporkan lewat telepon.",
                identity=Complaint.Identity.OPEN, channel=Complaint.Channel.LETTER,
                reporter={"name": "Ibrahim Daeng", "address": "Jalan Kartini No. 5"}, received_at=self._moment(1),
            )  # fmt: skip

    def _received(self, by, code, text, identity=Complaint.Identity.OPEN, **more):
        return receive_complaint(
            by=by, office=self.office, category=_category(code), text=text, identity=identity, **more
        )

    def _verified(self, row, title):
        desk.verify_complaint(row.uuid, by=self.officer, title=title, category=row.category)

    def _moment(self, days):
        return mid_morning(self.calendar, days)


def _category(code):
    return ComplaintCategory.objects.get(code=code)
