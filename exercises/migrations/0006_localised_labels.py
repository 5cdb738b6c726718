import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0005_loads_to_the_gram'),
    ]

    operations = [
        migrations.AlterField(
            model_name='exercise',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='exercise',
            name='tempo',
            field=models.CharField(blank=True, help_text='Seconds down, pause, up, pause: 3-1-1-0.', max_length=11, validators=[django.core.validators.RegexValidator('^[0-9]{1,2}(-[0-9]{1,2}){2,3}\\Z', 'Write the tempo as three or four numbers of seconds, like 3-1-1-0.')], verbose_name='tempo'),
        ),
        migrations.AlterField(
            model_name='historicalexercise',
            name='note',
            field=models.CharField(blank=True, max_length=200, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='historicalexercise',
            name='tempo',
            field=models.CharField(blank=True, help_text='Seconds down, pause, up, pause: 3-1-1-0.', max_length=11, validators=[django.core.validators.RegexValidator('^[0-9]{1,2}(-[0-9]{1,2}){2,3}\\Z', 'Write the tempo as three or four numbers of seconds, like 3-1-1-0.')], verbose_name='tempo'),
        ),
    ]
