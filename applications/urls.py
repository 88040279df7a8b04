"""Filing, the file and the desks. Paths are Indonesian, names English."""

from django.urls import include, path

from applications.views import (
    checking,
    decision,
    desks,
    documents,
    drafting,
    file,
    inspection,
    inspection_minutes,
    recommendations,
)

app_name = "applications"
urlpatterns = [
    # Anyone: catalogue, tracking, verification
    path("", include("applications.urls_public")),
    # The applicant
    path("permohonan/", file.my_filings, name="my_filings"),
    path("permohonan/baru/<slug:office_slug>/<slug:code>/", drafting.start_filing, name="start_filing"),
    path("permohonan/<uuid:uuid>/", file.file, name="file"),
    path("permohonan/<uuid:uuid>/keadaan/", file.progress_part, name="progress_part"),
    path("permohonan/<uuid:uuid>/tarik/", file.withdraw, name="withdraw"),
    path("permohonan/<uuid:uuid>/isi/", drafting.task_list, name="task_list"),
    path("permohonan/<uuid:uuid>/isi/pemohon/", drafting.edit_applicant, name="edit_applicant"),
    path("permohonan/<uuid:uuid>/isi/dokumen/", drafting.edit_documents, name="edit_documents"),
    path("permohonan/<uuid:uuid>/isi/dokumen/<uuid:document>/hapus/", drafting.remove_document, name="remove_document"),
    path("permohonan/<uuid:uuid>/isi/kirim/", drafting.check_answers, name="check_answers"),
    path("permohonan/<uuid:uuid>/isi/<slug:section>/", drafting.edit_section, name="edit_section"),
    # Papers
    path("permohonan/<uuid:uuid>/tanda-terima/", documents.receipt, name="receipt"),
    path("permohonan/<uuid:uuid>/<str:kind>.pdf", documents.printed, name="printed"),
    path("berkas/<uuid:uuid>/", documents.download, name="document"),
    # The office
    path("kerja/", desks.desk_home, name="desk_home"),
    path("kerja/peninjauan/", inspection.visit_list, name="visit_list"),
    path("kerja/<slug:desk>/", desks.desk, name="desk"),
    path("permohonan/<uuid:uuid>/periksa/", checking.check, name="check"),
    path("permohonan/<uuid:uuid>/keputusan/", decision.draft, name="draft_decision"),
    path("permohonan/<uuid:uuid>/konsep/", decision.concept, name="concept"),
    path("permohonan/<uuid:uuid>/paraf/", decision.endorse, name="endorse"),
    path("permohonan/<uuid:uuid>/kirim-balik/", decision.send_back, name="send_back"),
    path("permohonan/<uuid:uuid>/tanda-tangan/", decision.sign, name="sign"),
    path("permohonan/<uuid:uuid>/tolak/", decision.reject, name="reject"),
    # The agencies
    path("rekomendasi/<uuid:uuid>/", recommendations.recommendation, name="recommendation"),
    path("rekomendasi/<uuid:uuid>/terima/", recommendations.acknowledge, name="acknowledge"),
    # Field visits
    path("rekomendasi/<uuid:uuid>/peninjauan/", inspection.propose, name="propose_visit"),
    path("peninjauan/<uuid:uuid>/", inspection.visit, name="visit"),
    path("peninjauan/<uuid:uuid>/setuju/", inspection.agree, name="agree_visit"),
    path("peninjauan/<uuid:uuid>/waktu-lain/", inspection.wish, name="wish_other_time"),
    path("peninjauan/<uuid:uuid>/jadwal/", inspection.propose_again, name="propose_visit_again"),
    path("peninjauan/<uuid:uuid>/batal/", inspection.cancel, name="cancel_visit"),
    path("peninjauan/<uuid:uuid>/lapangan/", inspection_minutes.checklist, name="checklist"),
    path("peninjauan/<uuid:uuid>/foto/", inspection_minutes.add_photos, name="add_photos"),
    path("peninjauan/<uuid:uuid>/buka-lagi/", inspection_minutes.reopen, name="reopen_minutes"),
    path("peninjauan/<uuid:uuid>/tanda-tangan/", inspection_minutes.sign, name="sign_minutes"),
    path("peninjauan/<uuid:uuid>/tanda-tangan-kertas/", inspection_minutes.paper, name="paper_signature"),
    path("peninjauan/<uuid:uuid>/<str:kind>.pdf", inspection_minutes.visit_document, name="visit_document"),
]
