"""The acts that the journal knows, and how they read on a timeline.

`staff` is the sentence for people in office, `applicant` the one for the person who filed; None keeps the act off that
timeline. An act that is not here can't be recorded.
"""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Verb:
    staff: str | Promise | None
    applicant: str | Promise | None = None


QUIET = Verb(staff=None)

FILING = {
    "application.started": Verb(_("Permohonan mulai diisi"), _("Anda mulai mengisi permohonan")),
    "application.draft_saved": QUIET,
    "application.document_added": Verb(_("Dokumen diunggah"), _("Anda mengunggah dokumen")),
    "application.document_removed": Verb(_("Dokumen dihapus sebelum diajukan"), _("Anda menghapus dokumen")),
    "application.submitted": Verb(_("Permohonan diajukan"), _("Anda mengajukan permohonan")),
    "application.resubmitted": Verb(_("Perbaikan diajukan"), _("Anda mengajukan perbaikan")),
    "application.withdrawn": Verb(_("Permohonan ditarik oleh pemohon"), _("Anda menarik permohonan")),
    "application.lapsed": Verb(
        _("Permohonan gugur karena tidak dijawab sampai batas waktu"),
        _("Permohonan gugur karena tidak dijawab sampai batas waktu"),
    ),
}
ASSISTING = {
    "assistance.code_sent": QUIET,
    "assistance.consented": Verb(
        _("Persetujuan pemohon dicatat"), _("Persetujuan Anda dicatat oleh petugas yang membantu")
    ),
    "assistance.code_printed": Verb(_("Kode serah terima dicetak"), _("Kode serah terima dicetak")),
    "assistance.passed_on": Verb(
        _("Permohonan diserahkan kepada akun pemohon atau keluarganya"), _("Permohonan diterima oleh akun Anda")
    ),
    "paper.reserved": Verb(_("Nomor register darurat dipesan")),
    "paper.voided": Verb(_("Nomor register darurat dibatalkan")),
}
COUNTER = {
    "document.checked": Verb(_("Dokumen diperiksa")),
    "application.returned": Verb(_("Dikembalikan untuk diperbaiki"), _("Petugas meminta perbaikan dari Anda")),
    "application.registered": Verb(
        _("Terdaftar dan dinyatakan lengkap"),
        _("Permohonan terdaftar dan dinyatakan lengkap; hari layanan mulai dihitung"),
    ),
    "application.verified": Verb(_("Substansi diverifikasi"), _("Isi permohonan selesai diverifikasi")),
}
RECOMMENDATIONS = {
    "recommendation.requested": Verb(_("Rekomendasi diminta"), _("Rekomendasi instansi teknis diminta")),
    "recommendation.acknowledged": Verb(
        _("Permintaan rekomendasi diterima instansi"), _("Instansi teknis mulai bekerja")
    ),
    "recommendation.given": Verb(_("Rekomendasi diberikan"), _("Instansi teknis memberikan rekomendasi")),
    "recommendation.withdrawn": Verb(_("Permintaan rekomendasi ditarik"), _("Permintaan rekomendasi ditarik")),
    "recommendation.extended": Verb(
        _("Batas waktu rekomendasi diperpanjang"), _("Batas waktu rekomendasi diperpanjang")
    ),
    "recommendation.deemed": Verb(
        _("Rekomendasi dianggap diberikan karena batas waktu lewat"),
        _("Rekomendasi dianggap diberikan karena batas waktu lewat"),
    ),
    "recommendation.stage_completed": Verb(
        _("Semua rekomendasi tahap ini lengkap"), _("Semua rekomendasi tahap ini lengkap")
    ),
}
DESK = {
    "recommendation.assigned": Verb(_("Permintaan dibagikan kepada petugas")),
    "recommendation.delegated": Verb(_("Permintaan diteruskan ke unit")),
    "recommendation.proposed": Verb(_("Jawaban menunggu persetujuan kepala instansi")),
    "recommendation.approved": Verb(_("Jawaban disetujui kepala instansi")),
    "recommendation.proposal_refused": Verb(_("Jawaban dikembalikan kepala instansi")),
    "recommendation.added": Verb(_("Rekomendasi tambahan diminta"), _("Rekomendasi instansi lain diminta")),
    "recommendation.asked_again": Verb(
        _("Rekomendasi diminta ulang"), _("Rekomendasi diminta ulang karena ada perubahan")
    ),
    "answer_link.sent": Verb(_("Tautan jawaban dikirim ke surel resmi instansi")),
    "answer_link.code_sent": QUIET,
    "answer_link.revoked": Verb(_("Tautan jawaban dibatalkan")),
    "condition.decided": Verb(_("Syarat dinas diputuskan")),
}
CLARIFICATION = {
    "field.checked": Verb(_("Isian diperiksa")),
    "question.asked": Verb(_("Pertanyaan untuk pemohon dicatat")),
    "question.dropped": Verb(_("Pertanyaan untuk pemohon dibatalkan")),
    "clarification.prepared": Verb(_("Konfirmasi persyaratan menunggu persetujuan atasan")),
    "clarification.refused": Verb(_("Konfirmasi persyaratan tidak disetujui atasan")),
    "clarification.sent": Verb(
        _("Konfirmasi persyaratan dikirim; hari layanan berhenti dihitung"),
        _("Petugas meminta penjelasan; hari layanan berhenti dihitung"),
    ),
    "clarification.item_answered": QUIET,
    "clarification.answered": Verb(
        _("Konfirmasi persyaratan dijawab; hari layanan dihitung lagi"),
        _("Anda menjawab permintaan penjelasan; hari layanan dihitung lagi"),
    ),
    "clarification.cancelled": Verb(_("Konfirmasi persyaratan dibatalkan"), _("Permintaan penjelasan dibatalkan")),
    "thread.written": Verb(_("Pesan ditulis pada berkas"), _("Pesan ditulis pada berkas")),
}
CLOCK = {
    "clock.restarted": Verb(
        _("Hari layanan dihitung ulang dari awal oleh kepala"), _("Hari layanan dihitung ulang dari awal")
    ),
    "clock.warned": Verb(_("Peringatan batas waktu dikirim")),
    "deadline.moved": Verb(
        _("Batas waktu bergeser karena kalender kerja berubah"),
        _("Batas waktu bergeser karena kalender kerja berubah"),
    ),
    "deadline.recomputed": Verb(_("Batas waktu dihitung ulang dari catatan jam")),
    "permit.deemed": Verb(
        _("Permohonan dikabulkan karena hukum (fiktif positif)"), _("Permohonan Anda dikabulkan karena hukum")
    ),
    "evidence.rendered": Verb(_("Berkas bukti selesai dibuat"), _("Berkas bukti siap diunduh")),
}
INSPECTION = {
    "inspection.proposed": Verb(_("Jadwal peninjauan diusulkan"), _("Jadwal peninjauan lapangan diusulkan")),
    "inspection.wished": Verb(_("Pemohon mengusulkan waktu lain"), _("Anda mengusulkan waktu peninjauan lain")),
    "inspection.agreed": Verb(_("Jadwal peninjauan disetujui pemohon"), _("Anda menyetujui jadwal peninjauan")),
    "inspection.saved": QUIET,
    "inspection.photo_added": QUIET,
    "inspection.photo_removed": QUIET,
    "inspection.reported": Verb(_("BAP peninjauan disusun"), _("BAP peninjauan disusun")),
    "inspection.reopened": Verb(_("BAP peninjauan dibuka lagi untuk diperbaiki"), _("BAP peninjauan diperbaiki")),
    "inspection.team_signed": Verb(_("BAP ditandatangani petugas")),
    "inspection.applicant_signed": Verb(_("BAP ditandatangani pemohon"), _("Anda menandatangani BAP")),
    "inspection.finished": Verb(_("Peninjauan lapangan selesai"), _("Peninjauan lapangan selesai")),
    "inspection.cancelled": Verb(_("Peninjauan lapangan dibatalkan"), _("Peninjauan lapangan dibatalkan")),
    "assignment.rendered": Verb(_("Surat tugas selesai dibuat"), _("Surat tugas siap diunduh")),
    "minutes.rendered": Verb(_("BAP selesai dibuat"), _("BAP siap diunduh")),
}
LEVY = {
    "bill.issued": Verb(
        _("Retribusi ditetapkan (SKRD); hari layanan berhenti sampai dibayar"),
        _("Retribusi ditetapkan; hari layanan berhenti sampai Anda membayar"),
    ),
    "bill.paid": Verb(_("Retribusi lunas; hari layanan dihitung lagi"), _("Pembayaran retribusi Anda diterima")),
    "bill.cancelled": Verb(_("SKRD dibatalkan"), _("SKRD dibatalkan; jangan dibayar")),
    "payment_notice.settled": QUIET,
    "skrd.rendered": Verb(_("SKRD selesai dibuat"), _("SKRD siap diunduh")),
}
ENDINGS = {
    "permit.handed_over": Verb(_("Izin diserahkan"), _("Izin diserahkan")),
    "permit.receipt_signed": Verb(_("Tanda terima penyerahan yang ditandatangani disimpan")),
    "handover.rendered": QUIET,
    "application.lapse_reminded": Verb(
        _("Pemohon diingatkan sebelum berkas gugur"), _("Anda diingatkan: berkas gugur bila tidak dijawab")
    ),
}
OFFICER = {
    "filter.saved": QUIET,
    "filter.removed": QUIET,
    "bulk.started": QUIET,
    "phrase.saved": Verb(_("Pustaka frasa diubah")),
    "calendar.changed": Verb(_("Kalender kerja diubah")),
}
WAITING_ROOM = {
    "counter.saved": Verb(_("Pengaturan loket dan antrean diubah")),
    "queue.taken": QUIET,
    "queue.called": QUIET,
    "queue.recalled": QUIET,
    "queue.served": QUIET,
    "queue.skipped": QUIET,
    "appointment.booked": QUIET,
    "appointment.cancelled": QUIET,
    "appointment.arrived": QUIET,
    "appointment.reminded": QUIET,
    "appointment.forgotten": QUIET,
}
DECISION = {
    "decision.drafted": Verb(_("Konsep keputusan disusun"), _("Konsep keputusan disusun")),
    "decision.endorsed": Verb(_("Konsep diparaf"), _("Konsep keputusan diparaf")),
    "decision.sent_back": Verb(_("Konsep dikembalikan ke penyusun")),
    "decision.sent_to_endorser": Verb(_("Konsep dikembalikan ke pemaraf; paraf dari sana diulang")),
    "decision.sent_to_agency": Verb(_("Konsep dikembalikan; rekomendasi dinas diminta lagi")),
    "permit.issued": Verb(_("Izin ditetapkan"), _("Izin Anda ditetapkan")),
    "application.rejected": Verb(_("Permohonan ditolak"), _("Permohonan ditolak")),
    "permit.copied": Verb(_("Salinan izin ditetapkan"), _("Salinan izin Anda ditetapkan")),
    "permit.closed": Verb(_("Penutupan izin ditetapkan"), _("Izin Anda ditutup")),
    # On the file of the permit itself.
    "permit.superseded": Verb(
        _("Izin diganti dengan izin yang lebih baru"), _("Izin diganti dengan izin yang lebih baru")
    ),
    "permit.copy_made": Verb(_("Salinan izin diterbitkan"), _("Salinan izin diterbitkan")),
    "permit.given_up": Verb(_("Izin ditutup atas permintaan pemegangnya"), _("Izin ditutup atas permintaan Anda")),
    "permit.reminded": Verb(
        _("Pemegang diingatkan tentang masa berlaku"), _("Anda diingatkan tentang masa berlaku izin")
    ),
    "duplicate.rendered": Verb(_("Salinan izin selesai dibuat"), _("Salinan izin siap diunduh")),
    "closure.rendered": Verb(_("Surat penutupan selesai dibuat"), _("Surat penutupan siap diunduh")),
    "permit.rendered": Verb(_("Dokumen izin selesai dibuat"), _("Dokumen izin siap diunduh")),
    "permit.rendering_failed": Verb(_("Pembuatan dokumen izin gagal; akan dicoba lagi")),
    "rejection.rendered": Verb(_("Surat penolakan selesai dibuat"), _("Surat penolakan siap diunduh")),
    "receipt.rendered": Verb(_("Tanda terima selesai dibuat"), _("Tanda terima siap diunduh")),
    "permit.downloaded": QUIET,
    "number.voided": Verb(_("Nomor dibatalkan dalam register")),
}
PERMITS = {
    "measure.proposed": Verb(_("Tindakan atas izin diusulkan")),
    "measure.refused": Verb(_("Usulan tindakan atas izin dikembalikan")),
    "permit.warned": Verb(_("Teguran ditetapkan"), _("Teguran diberikan")),
    "permit.suspended": Verb(_("Izin dibekukan"), _("Izin Anda dibekukan")),
    "permit.reinstated": Verb(_("Pembekuan izin berakhir"), _("Pembekuan izin Anda berakhir")),
    "permit.revoked": Verb(_("Izin dicabut"), _("Izin Anda dicabut")),
    "measure.rendered": Verb(_("Surat tindakan selesai dibuat"), _("Suratnya siap diunduh")),
    "correction.proposed": Verb(_("Perbaikan salah ketik diusulkan")),
    "correction.refused": Verb(_("Usulan perbaikan dikembalikan")),
    "permit.corrected": Verb(_("Salah ketik pada izin diperbaiki"), _("Salah ketik pada izin Anda diperbaiki")),
}
OBJECTIONS = {
    "objection.filed": Verb(_("Keberatan atas penolakan diterima"), _("Anda mengajukan keberatan")),
    "objection.refused": Verb(_("Keberatan ditolak"), _("Keberatan Anda ditolak")),
    "objection.granted": Verb(
        _("Keberatan dikabulkan; penolakan dibatalkan dan berkas dibuka lagi"),
        _("Keberatan Anda dikabulkan; permohonan diproses lagi"),
    ),
    "objection.warned": Verb(_("Peringatan batas jawaban keberatan dikirim")),
    "objection.rendered": Verb(
        _("Keputusan atas keberatan selesai dibuat"), _("Keputusan atas keberatan siap diunduh")
    ),
}
COMPLAINTS = {
    "complaint.received": Verb(_("Pengaduan diterima")),
    "complaint.verified": Verb(_("Pengaduan diverifikasi")),
    "complaint.reporter_asked": Verb(_("Pelapor diminta melengkapi; hari berhenti dihitung")),
    "complaint.reporter_reminded": Verb(_("Pelapor diingatkan untuk melengkapi")),
    "complaint.routed": Verb(_("Pengaduan didisposisikan")),
    "complaint.moved": Verb(_("Pengaduan berpindah mengikuti pemegang berkas")),
    "complaint.handed_back": Verb(_("Unit menyatakan bukan wewenangnya; kembali ke meja pengaduan")),
    "complaint.taken_up": Verb(_("Unit mulai menangani")),
    "complaint.noted": Verb(_("Catatan internal ditulis")),
    "complaint.message_sent": Verb(_("Pesan ditulis kepada pelapor")),
    "complaint.answered": Verb(_("Pengaduan dijawab")),
    "complaint.closed": Verb(_("Pengaduan selesai")),
    "complaint.passed_on": Verb(_("Diteruskan: bukan wewenang kantor ini")),
    "complaint.split": Verb(_("Pengaduan dipecah")),
    "complaint.merged": Verb(_("Digabung dengan pengaduan lain")),
    "complaint.took_in": Verb(_("Menerima gabungan dari pengaduan lain")),
    "complaint.identity_seen": Verb(_("Identitas pelapor dibuka")),
    "complaint.code_renewed": Verb(_("Kode rahasia baru dicetak; kode lama tidak berlaku lagi")),
    "complaint.warned": Verb(_("Peringatan batas waktu dikirim")),
    "complaint.deadline_moved": Verb(_("Batas waktu bergeser karena kalender kerja berubah")),
    "complaint.deadline_recomputed": Verb(_("Batas waktu dihitung ulang dari catatan jam")),
    "complaint.referral_made": Verb(_("Berkas rujukan Ombudsman diunduh")),
    "finding.recorded": Verb(_("Hasil pemeriksaan dicatat")),
    "finding.done": Verb(_("Perbaikan dilaporkan selesai")),
    # On the journal of the file itself, for people in office.
    "application.delay_found": Verb(_("Pengaduan tentang keterlambatan berkas ini terbukti")),
}
COMPLAINTS_BY_REPORTERS = {
    "complaint.replied": Verb(_("Pelapor membalas")),
    "complaint.reopened": Verb(_("Pelapor belum puas: pengaduan dibuka kembali")),
    "complaint.published": Verb(_("Ringkasan dan jawabannya diterbitkan di halaman umum")),
    "complaint.unpublished": Verb(_("Ringkasan dan jawabannya ditarik dari halaman umum")),
    "complaint.exported": Verb(_("Pengaduan diunduh dalam format LAPOR!")),
    "complaint.imported": Verb(_("Pengaduan dari LAPOR! dimasukkan")),
}
READING = {
    "document.viewed": Verb(_("Dokumen dibuka")),
    "identity.viewed": Verb(_("Data identitas dibuka")),
    "tracking.secret_shown": Verb(_("Kode lacak ditampilkan")),
    "tracking.secret_reprinted": Verb(_("Kode lacak dicetak ulang")),
}
PEOPLE = {
    "account.signed_up": Verb(_("Akun dibuat")),
    "account.opened": Verb(_("Akun dibuat untuk petugas")),
    "account.email_confirmed": Verb(_("Alamat surel dikonfirmasi")),
    "account.signed_in": Verb(_("Masuk")),
    "account.signed_out": Verb(_("Keluar")),
    "account.sign_in_failed": Verb(_("Percobaan masuk gagal")),
    "account.password_changed": Verb(_("Kata sandi diganti")),
    "account.password_reset": Verb(_("Kata sandi diatur ulang")),
    "account.deactivated": Verb(_("Akun dinonaktifkan")),
    "account.language_changed": QUIET,
    "person.saved": Verb(_("Data diri disimpan")),
    "business.saved": Verb(_("Data badan usaha disimpan")),
    "representation.claimed": Verb(_("Hak mewakili badan usaha diajukan"), _("Hak mewakili badan usaha diajukan")),
    "representation.invited": Verb(_("Wakil badan usaha diundang"), _("Wakil badan usaha diundang")),
    "representation.accepted": Verb(_("Hak mewakili badan usaha diterima"), _("Hak mewakili badan usaha diterima")),
    "representation.refused": Verb(_("Hak mewakili badan usaha ditolak"), _("Hak mewakili badan usaha ditolak")),
    "representation.ended": Verb(_("Hak mewakili badan usaha berakhir"), _("Hak mewakili badan usaha berakhir")),
}
HOUSE = {
    "rights.proposed": Verb(_("Penambahan hak diusulkan")),
    "rights.refused": Verb(_("Usulan penambahan hak ditolak")),
    "rights.withdrawn": Verb(_("Usulan penambahan hak ditarik kembali")),
    "membership.granted": Verb(_("Jabatan diberikan")),
    "membership.ended": Verb(_("Jabatan diakhiri")),
    "delegation.granted": Verb(_("Wewenang dilimpahkan")),
    "delegation.ended": Verb(_("Pelimpahan wewenang diakhiri")),
    "holiday.saved": Verb(_("Hari libur disimpan")),
    "holiday.removed": Verb(_("Hari libur dihapus")),
    "standard.published": Verb(_("Standar pelayanan diterbitkan")),
    "offer.opened": Verb(_("Layanan dibuka")),
    "offer.closed": Verb(_("Layanan ditutup")),
    "catalogue.loaded": Verb(_("Katalog dimuat")),
    "export.made": Verb(_("Data diekspor")),
    # What the worker makes for those who govern: asked for, stored, taken away.
    "export.asked": Verb(_("Unduhan atau berkas bukti diminta")),
    "export.stored": QUIET,
    "export.downloaded": Verb(_("Unduhan atau berkas bukti diunduh")),
}
INVESTMENT = {
    "investment.handed_in": QUIET,
    "investment.dropped": QUIET,
    "investment.kept": Verb(_("Angka investasi sementara dimasukkan")),
    "investment.published": Verb(_("Angka investasi diterbitkan sebagai angka tetap")),
    "investment.returned": Verb(_("Angka investasi sementara dikembalikan")),
}
TASKFORCE = {
    "taskforce.listed": Verb(_("Masuk daftar satuan tugas percepatan")),
    "taskforce.answered": Verb(_("Penanggung jawab menjawab satuan tugas")),
    "taskforce.closed": Verb(_("Selesai dari daftar satuan tugas")),
}
# An answer's subject is the office: the journal can't tell which answer it was, nor which file it was about.
SURVEY = {
    "survey.answered": QUIET,
    "survey.sheet_entered": Verb(_("Lembar survei kertas dimasukkan")),
    "survey.improvement_planned": Verb(_("Tindak lanjut survei direncanakan")),
    "survey.improvement_done": Verb(_("Tindak lanjut survei selesai")),
    "survey.suggestion_decided": Verb(_("Saran dari survei diputuskan")),
    "survey.setting_saved": Verb(_("Pengaturan survei disimpan")),
}
STANDARDS = {
    "standard.started": Verb(_("Versi baru standar pelayanan mulai ditulis")),
    "standard.renamed": Verb(_("Nama layanan sendiri diubah")),
    "standard.edited": Verb(_("Draf standar pelayanan diubah")),
    "standard.taken_over": Verb(_("Perubahan templat nasional diambil ke dalam draf")),
    "standard.imported": Verb(_("Draf standar pelayanan diisi dari berkas")),
    "standard.exported": QUIET,
    "standard.file_added": Verb(_("Formulir kosong diunggah")),
    "standard.review_asked": Verb(_("Pemeriksaan draf standar pelayanan diminta")),
    "standard.reviewed": Verb(_("Draf standar pelayanan dinyatakan lengkap oleh orang kedua")),
    "standard.returned": Verb(_("Draf standar pelayanan dikembalikan kepada penulisnya")),
    "standard.published": Verb(_("Standar pelayanan ditetapkan")),
    "standard.superseded": QUIET,
    "standard.dropped": Verb(_("Draf standar pelayanan dibuang")),
    "trial.started": QUIET,
    "trial.saved": QUIET,
    "trial.dropped": QUIET,
    "dry_run.asked": Verb(_("Uji draf pada berkas tahun lalu diminta")),
    "dry_run.finished": QUIET,
    "application.moved_to_version": Verb(
        _("Berkas dipindahkan ke versi standar yang lebih baru"),
        _("Permohonan Anda dipindahkan ke standar pelayanan yang lebih baru"),
    ),
    "guide.saved": Verb(_("Panduan pertanyaan diubah")),
    "guide.published": Verb(_("Panduan pertanyaan ditampilkan untuk umum atau ditarik")),
    "bundle.started": Verb(_("Paket permohonan dimulai"), _("Anda memulai beberapa permohonan sekaligus")),
}

VERBS: dict[str, Verb] = (
    FILING
    | ASSISTING
    | COUNTER
    | RECOMMENDATIONS
    | DESK
    | CLARIFICATION
    | CLOCK
    | INSPECTION
    | LEVY
    | ENDINGS
    | OFFICER
    | WAITING_ROOM
    | DECISION
    | PERMITS
    | OBJECTIONS
    | COMPLAINTS
    | COMPLAINTS_BY_REPORTERS
    | SURVEY
    | TASKFORCE
    | READING
    | PEOPLE
    | HOUSE
    | INVESTMENT
    | STANDARDS
)


@cache
def shown_to_staff() -> list[str]:
    return [name for name, verb in VERBS.items() if verb.staff]


@cache
def shown_to_applicants() -> list[str]:
    return [name for name, verb in VERBS.items() if verb.applicant]
