"""Filing, the file and the desks. Paths are Indonesian, names English."""

from django.urls import include, path

from applications.views import (
    bulk,
    checking,
    clock,
    decision,
    desks,
    documents,
    drafting,
    file,
    recommendations,
    requests,
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
    path("permohonan/<uuid:uuid>/bukti/<uuid:document>/", documents.evidence, name="evidence"),
    path("permohonan/<uuid:uuid>/<str:kind>.pdf", documents.printed, name="printed"),
    path("berkas/<uuid:uuid>/", documents.download, name="document"),
    # The office
    path("kerja/", desks.desk_home, name="desk_home"),
    path("kerja/<slug:desk>/", desks.desk, name="desk"),
    path("kerja/paraf/banyak/", bulk.endorse_many, name="endorse_many"),
    path("kerja/tanda-tangan/banyak/", bulk.sign_many, name="sign_many"),
    path("kerja/rekomendasi/banyak/", bulk.acknowledge_many, name="acknowledge_many"),
    path("kerja/hasil/<uuid:uuid>/", bulk.result, name="bulk_result"),
    path("kerja/hasil/<uuid:uuid>/lanjut/", bulk.carry_on, name="carry_on_bulk"),
    path("permohonan/<uuid:uuid>/periksa/", checking.check, name="check"),
    path("permohonan/<uuid:uuid>/keputusan/", decision.draft, name="draft_decision"),
    path("permohonan/<uuid:uuid>/konsep/", decision.concept, name="concept"),
    path("permohonan/<uuid:uuid>/paraf/", decision.endorse, name="endorse"),
    path("permohonan/<uuid:uuid>/kirim-balik/", decision.send_back, name="send_back"),
    path("permohonan/<uuid:uuid>/tanda-tangan/", decision.sign, name="sign"),
    path("permohonan/<uuid:uuid>/tolak/", decision.reject, name="reject"),
    path("permohonan/<uuid:uuid>/hitung-ulang/", clock.restart, name="restart"),
    path("permohonan/<uuid:uuid>/karena-hukum/", clock.deem, name="deem"),
    path("rekomendasi/<uuid:uuid>/dianggap-setuju/", clock.deem_request, name="deem_request"),
    path("permohonan/<uuid:uuid>/instansi/", requests.requests, name="requests"),
    # The agencies
    path("rekomendasi/<uuid:uuid>/", recommendations.recommendation, name="recommendation"),
    path("rekomendasi/<uuid:uuid>/terima/", recommendations.acknowledge, name="acknowledge"),
    path("rekomendasi/<uuid:uuid>/tugaskan/", recommendations.assign, name="assign"),
    path("rekomendasi/<uuid:uuid>/perpanjang/", recommendations.extend, name="extend"),
    path("rekomendasi/<uuid:uuid>/teruskan/", recommendations.delegate, name="delegate"),
    path("rekomendasi/<uuid:uuid>/setujui/", recommendations.approve, name="approve"),
    path("rekomendasi/<uuid:uuid>/kembalikan/", recommendations.refuse_proposal, name="refuse_proposal"),
    path("rekomendasi/<uuid:uuid>/tarik/", requests.withdraw_request, name="withdraw_request"),
    path("rekomendasi/<uuid:uuid>/minta-ulang/", requests.ask_again, name="ask_again"),
    path("rekomendasi/<uuid:uuid>/tautan/", requests.send_answer_link, name="send_answer_link"),
    path("rekomendasi/<uuid:uuid>/tautan/batal/", requests.revoke_answer_link, name="revoke_answer_link"),
]
