"""The editor of fields, requirements, stages and levy."""

from django.urls import path, register_converter

from applications.views import standard_fields as fields
from applications.views import standard_levy as levy
from applications.views import standard_parts as parts
from applications.views import standard_requirements as requirements
from applications.views import standard_stages as stages


class PartSlug:
    """The sections that are lists of parts."""

    regex = "|".join(parts.PAGES)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PartSlug, "part_of_standard")
HERE = "standar/<uuid:uuid>"

urlpatterns = [
    path(f"{HERE}/<part_of_standard:section>/", parts.part, name="standard_part"),
    # Fields
    path(f"{HERE}/isian/baru/", fields.choose_kind, name="choose_field_kind"),
    path(f"{HERE}/isian/baru/<slug:kind>/", fields.field, name="add_field"),
    path(f"{HERE}/isian/susun/", fields.arrange_fields, name="arrange_fields"),
    path(f"{HERE}/isian/pratinjau/", fields.preview, name="preview_fields"),
    path(f"{HERE}/isian/ubah/<slug:code>/", fields.field, name="edit_field"),
    path(f"{HERE}/isian/ubah/<slug:code>/jenis/", fields.choose_kind, name="change_field_kind"),
    path(f"{HERE}/isian/ubah/<slug:code>/hapus/", fields.remove_field, name="remove_field"),
    path(f"{HERE}/isian/ubah/<slug:table>/kolom/baru/", fields.choose_kind, name="choose_column_kind"),
    path(f"{HERE}/isian/ubah/<slug:table>/kolom/baru/<slug:kind>/", fields.column, name="add_column"),
    path(f"{HERE}/isian/ubah/<slug:table>/kolom/ubah/<slug:code>/", fields.column, name="edit_column"),
    path(f"{HERE}/isian/ubah/<slug:table>/kolom/susun/", fields.arrange_columns, name="arrange_columns"),
    # Requirements
    path(f"{HERE}/persyaratan/baru/", requirements.requirement, name="add_requirement"),
    path(f"{HERE}/persyaratan/susun/", requirements.arrange_requirements, name="arrange_requirements"),
    path(f"{HERE}/persyaratan/ubah/<slug:code>/", requirements.requirement, name="edit_requirement"),
    path(f"{HERE}/persyaratan/ubah/<slug:code>/cabut/", requirements.retire_requirement, name="retire_requirement"),
    path(f"{HERE}/persyaratan/ubah/<slug:code>/hapus/", requirements.remove_requirement, name="remove_requirement"),
    path("formulir/<uuid:uuid>/", requirements.blank_form_file, name="blank_form_file"),
    # Stages
    path(f"{HERE}/tahap/tambah/", stages.add_agency, name="add_agency"),
    path(f"{HERE}/tahap/aturan/", stages.stage_rules, name="stage_rules"),
    path(f"{HERE}/tahap/susun/", stages.arrange_stages, name="arrange_stages"),
    path(f"{HERE}/tahap/dinas/<slug:code>/", stages.agency, name="edit_agency"),
    path(f"{HERE}/tahap/dinas/<slug:code>/hapus/", stages.remove_agency, name="remove_agency"),
    # Levy
    path(f"{HERE}/biaya/<slug:way>/", levy.edit_levy, name="edit_levy"),
]
