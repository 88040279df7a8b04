"""Questionnaires: a new version is added, an old one is read. People answered each as it stood."""

from django.contrib import admin

from complaints.models import Element, Questionnaire, SurveyQuestion


class QuestionInline(admin.StackedInline):
    model = SurveyQuestion
    extra = min_num = max_num = len(Element)
    validate_min = True
    can_delete = False


@admin.register(Questionnaire)
class QuestionnaireAdmin(admin.ModelAdmin):
    list_display = ["version", "office", "from_on", "legal_basis"]
    list_select_related = ["office"]
    raw_id_fields = ["office"]
    inlines = [QuestionInline]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
