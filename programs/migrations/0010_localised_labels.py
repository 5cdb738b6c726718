import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

# What was stored in English stands for these codes of `programs.calendars.user_agents`.
CLIENT_CODES = {"a web browser": "browser", "another program": "other"}


def name_clients_by_code(apps, schema_editor):
    feeds = apps.get_model("programs", "CalendarFeed").objects.using(schema_editor.connection.alias)
    for text, code in CLIENT_CODES.items():
        feeds.filter(fetched_by=text).update(fetched_by=code)


def name_clients_in_english(apps, schema_editor):
    feeds = apps.get_model("programs", "CalendarFeed").objects.using(schema_editor.connection.alias)
    for text, code in CLIENT_CODES.items():
        feeds.filter(fetched_by=code).update(fetched_by=text)


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0006_localised_labels'),
        ('programs', '0009_logs_have_owners'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='calendarfeed',
            options={'verbose_name': 'calendar feed', 'verbose_name_plural': 'calendar feeds'},
        ),
        migrations.AlterModelOptions(
            name='occurrenceoverride',
            options={'ordering': ['original_date'], 'verbose_name': 'occurrence override', 'verbose_name_plural': 'occurrence overrides'},
        ),
        migrations.AlterModelOptions(
            name='officebreaks',
            options={'verbose_name': 'office breaks', 'verbose_name_plural': 'office breaks'},
        ),
        migrations.AlterModelOptions(
            name='program',
            options={'ordering': ['order', 'title'], 'verbose_name': 'program', 'verbose_name_plural': 'programs'},
        ),
        migrations.AlterModelOptions(
            name='programday',
            options={'ordering': ['position', 'pk'], 'verbose_name': 'day', 'verbose_name_plural': 'days'},
        ),
        migrations.AlterModelOptions(
            name='programitem',
            options={'ordering': ['position', 'pk'], 'verbose_name': 'exercise', 'verbose_name_plural': 'exercises'},
        ),
        migrations.AlterModelOptions(
            name='schedule',
            options={'ordering': ['starts_on', 'time', 'pk'], 'verbose_name': 'schedule', 'verbose_name_plural': 'schedules'},
        ),
        migrations.AlterModelOptions(
            name='setlog',
            options={'ordering': ['position', 'number', 'side', 'pk'], 'verbose_name': 'set log', 'verbose_name_plural': 'set logs'},
        ),
        migrations.AlterModelOptions(
            name='workout',
            options={'verbose_name': 'workout', 'verbose_name_plural': 'workouts'},
        ),
        migrations.AlterModelOptions(
            name='workoutitem',
            options={'ordering': ['position', 'pk'], 'verbose_name': 'workout item', 'verbose_name_plural': 'workout items'},
        ),
        migrations.AlterModelOptions(
            name='workoutlog',
            options={'ordering': ['-date', '-pk'], 'verbose_name': 'workout log', 'verbose_name_plural': 'workout logs'},
        ),
        migrations.AlterModelOptions(
            name='workoutrevision',
            options={'verbose_name': 'workout revision', 'verbose_name_plural': 'workout revisions'},
        ),
        migrations.AlterModelOptions(
            name='workoutshare',
            options={'verbose_name': 'workout share', 'verbose_name_plural': 'workout shares'},
        ),
        migrations.AlterField(
            model_name='historicalprogram',
            name='description',
            field=models.TextField(blank=True, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='historicalprogram',
            name='goal',
            field=models.CharField(help_text='Short label of the goal, for cards.', max_length=60, verbose_name='goal'),
        ),
        migrations.AlterField(
            model_name='historicalprogram',
            name='level',
            field=models.CharField(choices=[('beginner', 'Beginner'), ('intermediate', 'Intermediate'), ('advanced', 'Advanced')], default='beginner', max_length=12, verbose_name='level'),
        ),
        migrations.AlterField(
            model_name='historicalprogram',
            name='order',
            field=models.PositiveSmallIntegerField(default=0, help_text='Position in lists.', verbose_name='order'),
        ),
        migrations.AlterField(
            model_name='historicalprogram',
            name='summary',
            field=models.TextField(verbose_name='summary'),
        ),
        migrations.AlterField(
            model_name='historicalprogram',
            name='title',
            field=models.CharField(db_index=True, max_length=120, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='historicalprogram',
            name='weekdays',
            field=models.JSONField(default=list, help_text='Suggested days, MO to SU.', verbose_name='weekdays'),
        ),
        migrations.AlterField(
            model_name='program',
            name='description',
            field=models.TextField(blank=True, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='program',
            name='goal',
            field=models.CharField(help_text='Short label of the goal, for cards.', max_length=60, verbose_name='goal'),
        ),
        migrations.AlterField(
            model_name='program',
            name='guides',
            field=models.ManyToManyField(blank=True, help_text='What to read with this program.', related_name='programs', to='exercises.guide', verbose_name='guides'),
        ),
        migrations.AlterField(
            model_name='program',
            name='level',
            field=models.CharField(choices=[('beginner', 'Beginner'), ('intermediate', 'Intermediate'), ('advanced', 'Advanced')], default='beginner', max_length=12, verbose_name='level'),
        ),
        migrations.AlterField(
            model_name='program',
            name='order',
            field=models.PositiveSmallIntegerField(default=0, help_text='Position in lists.', verbose_name='order'),
        ),
        migrations.AlterField(
            model_name='program',
            name='summary',
            field=models.TextField(verbose_name='summary'),
        ),
        migrations.AlterField(
            model_name='program',
            name='title',
            field=models.CharField(max_length=120, unique=True, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='program',
            name='weekdays',
            field=models.JSONField(default=list, help_text='Suggested days, MO to SU.', verbose_name='weekdays'),
        ),
        migrations.AlterField(
            model_name='programday',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='created at'),
        ),
        migrations.AlterField(
            model_name='programday',
            name='notes',
            field=models.TextField(blank=True, max_length=2000, verbose_name='notes'),
        ),
        migrations.AlterField(
            model_name='programday',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='programday',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='revision'),
        ),
        migrations.AlterField(
            model_name='programday',
            name='title',
            field=models.CharField(blank=True, help_text='Empty when the program has one day.', max_length=120, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='programday',
            name='updated_at',
            field=models.DateTimeField(auto_now=True, verbose_name='updated at'),
        ),
        migrations.AlterField(
            model_name='programitem',
            name='exercise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='exercises.exercise', verbose_name='exercise'),
        ),
        migrations.AlterField(
            model_name='programitem',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='programitem',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='programitem',
            name='section',
            field=models.CharField(choices=[('warm_up', 'Warm-up'), ('main', 'Main'), ('cool_down', 'Cool-down')], default='main', max_length=9, verbose_name='section'),
        ),
        migrations.AlterField(
            model_name='programitem',
            name='tempo',
            field=models.CharField(blank=True, help_text='Seconds down, pause, up, pause: 3-1-1-0.', max_length=11, validators=[django.core.validators.RegexValidator('^[0-9]{1,2}(-[0-9]{1,2}){2,3}\\Z', 'Write the tempo as three or four numbers of seconds, like 3-1-1-0.')], verbose_name='tempo'),
        ),
        migrations.AlterField(
            model_name='workout',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='created at'),
        ),
        migrations.AlterField(
            model_name='workout',
            name='goal',
            field=models.CharField(blank=True, choices=[('', 'No special goal'), ('growth', 'Muscle growth'), ('endurance', 'Endurance')], default='', max_length=9, verbose_name='goal'),
        ),
        migrations.AlterField(
            model_name='workout',
            name='notes',
            field=models.TextField(blank=True, max_length=2000, verbose_name='notes'),
        ),
        migrations.AlterField(
            model_name='workout',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='revision'),
        ),
        migrations.AlterField(
            model_name='workout',
            name='title',
            field=models.CharField(max_length=120, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='workout',
            name='updated_at',
            field=models.DateTimeField(auto_now=True, verbose_name='updated at'),
        ),
        migrations.AlterField(
            model_name='workoutitem',
            name='exercise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='exercises.exercise', verbose_name='exercise'),
        ),
        migrations.AlterField(
            model_name='workoutitem',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='workoutitem',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='workoutitem',
            name='section',
            field=models.CharField(choices=[('warm_up', 'Warm-up'), ('main', 'Main'), ('cool_down', 'Cool-down')], default='main', max_length=9, verbose_name='section'),
        ),
        migrations.AlterField(
            model_name='workoutitem',
            name='tempo',
            field=models.CharField(blank=True, help_text='Seconds down, pause, up, pause: 3-1-1-0.', max_length=11, validators=[django.core.validators.RegexValidator('^[0-9]{1,2}(-[0-9]{1,2}){2,3}\\Z', 'Write the tempo as three or four numbers of seconds, like 3-1-1-0.')], verbose_name='tempo'),
        ),
        migrations.RunPython(name_clients_by_code, name_clients_in_english),
    ]
