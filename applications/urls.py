"""Filing, the file and the desks. Paths are Indonesian, names English."""

from django.urls import include, path

from applications.views import (
    checking,
    decision,
    desks,
    documents,
    drafting,
    file,
    my_work,
    recommendations,
    search,
    thread,
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
    path("permohonan/<uuid:uuid>/percakapan/", thread.thread, name="thread"),
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
    path("kerja/", my_work.my_work, name="desk_home"),
    path("kerja/cari/", search.search, name="search"),
    path("kerja/<slug:desk>/", desks.desk, name="desk"),
    path("kerja/<slug:desk>/saringan/simpan/", my_work.save_filter, name="save_filter"),
    path("kerja/<slug:desk>/saringan/hapus/", my_work.remove_filter, name="remove_filter"),
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
]
