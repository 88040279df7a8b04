"""The satisfaction survey. Included before the desks, whose address takes any word after /kerja/."""

from django.urls import path

from complaints.views import survey, survey_office, survey_paper

app_name = "survey"
urlpatterns = [
    path("survei/isi/<str:token>/", survey.answer, name="answer"),
    path("survei/berkas/<uuid:uuid>/", survey.of_file, name="of_file"),
    path("survei/kiosk/<slug:office_slug>/", survey.kiosk, name="kiosk"),
    path("survei/kiosk/<slug:office_slug>/selesai/", survey.kiosk_thanks, name="kiosk_thanks"),
    path("survei/<slug:office_slug>/", survey.office_index, name="office_index"),
    path("survei/<slug:office_slug>/terima-kasih/", survey.thanks, name="thanks"),
    path("kerja/survei/", survey_office.results, name="results"),
    path("kerja/survei/laporan.pdf", survey_office.report, name="report"),
    path("kerja/survei/poster.pdf", survey_office.poster, name="poster"),
    path("kerja/survei/tabel.csv", survey_office.table, name="table"),
    path("kerja/survei/kertas/", survey_paper.paper, name="paper"),
    path("kerja/survei/kuesioner.pdf", survey_paper.questionnaire, name="questionnaire"),
    path("kerja/survei/tindak-lanjut/<uuid:uuid>/", survey_office.plan_done, name="plan_done"),
    path("kerja/survei/saran/<uuid:uuid>/", survey_office.suggestion, name="suggestion"),
    path("kerja/survei/<slug:office_slug>/tindak-lanjut/", survey_office.plan, name="plan"),
    path("kantor/<slug:office_slug>/survei/", survey_office.setting, name="setting"),
]
