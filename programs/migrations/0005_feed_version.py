"""A feed remembers the version of what it was made from, and until when time alone leaves it as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backfit", "0002_plans_version"),
        ("programs", "0004_change_codes"),
    ]

    operations = [
        migrations.RenameField("calendarfeed", "state", "version"),
        migrations.AddField(
            "calendarfeed",
            "expires_at",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
