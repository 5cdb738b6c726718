"""Models and relations take their standard names; every row stays."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0003_standard_names"),
        ("programs", "0002_sessions_and_past_plans"),
    ]

    operations = [
        migrations.RemoveConstraint("setlog", "one_set_for_each_upload"),
        migrations.RemoveConstraint("setlog", "one_set_for_each_place"),
        migrations.RenameModel("Session", "WorkoutLog"),
        migrations.RenameModel("Occurrence", "OccurrenceOverride"),
        migrations.RenameModel("PastPlan", "WorkoutRevision"),
        migrations.RenameField("setlog", "session", "log"),
        migrations.RenameField(
            model_name='historicalprogram',
            old_name='related_words',
            new_name='history_relations',
        ),
        migrations.AlterField(
            model_name='occurrenceoverride',
            name='schedule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='programs.schedule'),
        ),
        migrations.AlterField(
            model_name='workoutlog',
            name='schedule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='logs', to='programs.schedule'),
        ),
        migrations.AlterField(
            model_name='workoutlog',
            name='workout',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='logs', to='programs.workout'),
        ),
        migrations.AlterField(
            model_name='workoutrevision',
            name='workout',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='programs.workout'),
        ),
        migrations.AddConstraint(
            model_name='setlog',
            constraint=models.UniqueConstraint(fields=('log', 'uuid'), name='one_set_for_each_upload', violation_error_message='This set is written down already.'),
        ),
        migrations.AddConstraint(
            model_name='setlog',
            constraint=models.UniqueConstraint(fields=('log', 'position', 'number', 'side'), name='one_set_for_each_place', violation_error_message='This set is written down already.'),
        ),
    ]
