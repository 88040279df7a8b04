"""Trial filings, dry runs, moving a running file to a newer version."""

from django.urls import path

from applications.views import dry_runs, trials, versions

urlpatterns = [
    path("standar/<uuid:uuid>/uji/", trials.trials, name="trials"),
    path("standar/<uuid:uuid>/uji/berkas-lama/", dry_runs.dry_run, name="dry_run"),
    path("standar/<uuid:uuid>/uji/<uuid:trial>/", trials.trial, name="trial"),
    path("standar/<uuid:uuid>/uji/<uuid:trial>/dokumen/", trials.trial_papers, name="trial_papers"),
    path("standar/<uuid:uuid>/uji/<uuid:trial>/periksa/", trials.trial_check, name="trial_check"),
    path("standar/<uuid:uuid>/uji/<uuid:trial>/hasil/", trials.trial_result, name="trial_result"),
    path("standar/<uuid:uuid>/uji/<uuid:trial>/hapus/", trials.drop, name="drop_trial"),
    path("standar/<uuid:uuid>/uji/<uuid:trial>/surat/<slug:letter>.pdf", trials.trial_letter, name="trial_letter"),
    path("standar/<uuid:uuid>/uji/<uuid:trial>/isi/<slug:section>/", trials.trial_section, name="trial_section"),
    path("permohonan/<uuid:uuid>/versi/", versions.move_version, name="move_version"),
]
