"""Triggers that mark what changed, in the transaction of the change: one on each table that a fact is read from.

They stand here and not in the models, which know nothing of figures (docs/adr/0015). A bulk load fires no trigger: it is
followed by `rebuild_figures`.
"""

from django.db import migrations

# table: (the event, kind of the mark, which thing in SQL, when)
MARKED = {
    "applications_application": ("INSERT OR UPDATE", "file", "NEW.id", "NEW.submitted_at IS NOT NULL"),
    "applications_applicationclockevent": ("INSERT", "file", "NEW.application_id", "true"),
    "applications_permit": ("INSERT OR UPDATE", "file", "NEW.application_id", "true"),
    "applications_bill": ("INSERT OR UPDATE", "file", "NEW.application_id", "true"),
    "applications_payment": (
        "INSERT", "file", "(SELECT application_id FROM applications_bill WHERE id = NEW.bill_id)", "true",
    ),
    "applications_objection": ("INSERT OR UPDATE", "file", "NEW.application_id", "true"),
    "applications_decision": ("INSERT OR UPDATE", "file", "NEW.application_id", "NEW.verdict = 'deemed'"),
    "complaints_finding": (
        "INSERT OR UPDATE", "file", "(SELECT application_id FROM complaints_complaint WHERE id = NEW.complaint_id)", "true",
    ),
    "applications_recommendation": ("INSERT OR UPDATE", "request", "NEW.id", "true"),
    "applications_recommendationclockevent": ("INSERT", "request", "NEW.recommendation_id", "true"),
}  # fmt: skip

ASKED_AGAIN = """
    IF TG_OP = 'INSERT' AND NEW.asked_again_of_id IS NOT NULL THEN
        INSERT INTO dashboards_stale (kind, source) VALUES ('request', NEW.asked_again_of_id);
    END IF;
"""


def _trigger(table, event, kind, source, condition):
    further = ASKED_AGAIN if table == "applications_recommendation" else ""
    name = f"mark_figures_{table}"
    forward = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE found bigint := {source};
        BEGIN
            IF found IS NOT NULL THEN
                INSERT INTO dashboards_stale (kind, source) VALUES ('{kind}', found);
            END IF;
            {further}
            RETURN NULL;
        END $$;
        CREATE TRIGGER mark_figures AFTER {event} ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}();
    """
    return migrations.RunSQL(forward, f"DROP TRIGGER mark_figures ON {table}; DROP FUNCTION {name}();")


def one_row(apps, schema_editor):
    apps.get_model("dashboards", "Folding").objects.create()


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_initial"),
        ("applications", "0019_phrases_for_complaints"),
        ("complaints", "0003_survey"),
    ]
    operations = [
        migrations.RunPython(one_row, migrations.RunPython.noop),
        *(_trigger(table, *words) for table, words in MARKED.items()),
    ]
