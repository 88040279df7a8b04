"""The guided question path and bundles."""

from django.urls import path

from applications.views import bundles, guide_editing, guides

OFFICE = "kantor/<slug:office_slug>/panduan/"
urlpatterns = [
    path("panduan/", guides.guides, name="guides"),
    path("panduan/<slug:slug>/", guides.guide, name="guide"),
    path("panduan/<slug:slug>/mulai/", guides.start_guided, name="start_guided"),
    path("permohonan/paket/<uuid:uuid>/", bundles.bundle, name="bundle"),
    path("permohonan/paket/<uuid:uuid>/isian/", bundles.use_answers, name="use_answers"),
    path("permohonan/paket/<uuid:uuid>/dokumen/", bundles.use_papers, name="use_papers"),
    path("permohonan/paket/<uuid:uuid>/kirim/", bundles.send_bundle, name="send_bundle"),
    path("permohonan/paket/<uuid:uuid>/kirim/<uuid:act>/", bundles.bundle_sent, name="bundle_sent"),
    path(OFFICE, guide_editing.office_guides, name="office_guides"),
    path(f"{OFFICE}<uuid:uuid>/", guide_editing.edit_guide, name="edit_guide"),
    path(f"{OFFICE}<uuid:uuid>/coba/", guide_editing.try_guide, name="try_guide"),
    path(f"{OFFICE}<uuid:uuid>/pertanyaan/", guide_editing.edit_question, name="new_question"),
    path(f"{OFFICE}<uuid:uuid>/pertanyaan/<slug:question>/", guide_editing.edit_question, name="edit_question"),
    path(f"{OFFICE}<uuid:uuid>/pertanyaan/<slug:question>/pilihan/", guide_editing.edit_choice, name="new_choice"),
    path(
        f"{OFFICE}<uuid:uuid>/pertanyaan/<slug:question>/pilihan/<slug:choice>/",
        guide_editing.edit_choice,
        name="edit_choice",
    ),
]
