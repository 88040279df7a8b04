"""The pages of service standards: overview of an office, versions, editor, review, publication."""

from django.urls import path, register_converter

from applications.views import office_services, standard, standard_sections


class PlainSection:
    """The sections that are plain questions; the others have addresses of their own."""

    regex = "umum|komponen|pejabat|hukum"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PlainSection, "plain_section")
urlpatterns = [
    path("kantor/<slug:office_slug>/layanan/", office_services.services, name="office_services"),
    path("kantor/<slug:office_slug>/layanan/baru/", office_services.new_service, name="new_service"),
    path("kantor/<slug:office_slug>/layanan/<slug:code>/", office_services.versions, name="service_versions"),
    path("kantor/<slug:office_slug>/layanan/<slug:code>/nama/", office_services.rename, name="rename_service"),
    path("kantor/<slug:office_slug>/layanan/<slug:code>/ubah/", office_services.start, name="start_standard"),
    path("kantor/<slug:office_slug>/layanan/<slug:code>/buka/", office_services.set_open, name="set_offer_open"),
    path("standar/", office_services.standards_home, name="standards_home"),
    path("standar/<uuid:uuid>/", standard.standard, name="standard"),
    path("standar/<uuid:uuid>/minta-diperiksa/", standard.ask_review, name="ask_review"),
    path("standar/<uuid:uuid>/nyatakan-lengkap/", standard.review, name="review_standard"),
    path("standar/<uuid:uuid>/kembalikan/", standard.rework, name="rework_standard"),
    path("standar/<uuid:uuid>/tetapkan/", standard.publish, name="publish_standard"),
    path("standar/<uuid:uuid>/buang/", standard.drop, name="drop_standard"),
    path("standar/<uuid:uuid>/<plain_section:section>/", standard_sections.section, name="standard_section"),
]
