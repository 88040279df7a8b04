from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0020_standards")]

    operations = [
        migrations.RenameField("dryrun", "tries", "attempts"),
        migrations.AddField("trialfiling", "cause", models.CharField(blank=True, default="", max_length=10)),
    ]
