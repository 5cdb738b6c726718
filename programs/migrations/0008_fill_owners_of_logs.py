"""Every session takes owner and title from the workout that it was of, every set its time from the session."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Two queries, however many rows there are."""
    workout_log, set_log, workout = (
        apps.get_model("programs", name) for name in ("WorkoutLog", "SetLog", "Workout")
    )
    own = workout.objects.filter(pk=OuterRef("workout"))
    workout_log.objects.filter(owner=None).update(
        owner=Subquery(own.values("owner")), title=Subquery(own.values("title"))
    )
    log = workout_log.objects.filter(pk=OuterRef("log"))
    set_log.objects.update(updated_at=Subquery(log.values("updated_at")))


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0007_logs_of_their_own'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
