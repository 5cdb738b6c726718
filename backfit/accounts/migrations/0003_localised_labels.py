from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backfit', '0002_plans_version'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='user',
            options={'verbose_name': 'user', 'verbose_name_plural': 'users'},
        ),
        migrations.AlterField(
            model_name='user',
            name='name',
            field=models.CharField(blank=True, max_length=80, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='user',
            name='paper',
            field=models.CharField(blank=True, choices=[('', 'As usual where I am'), ('a4', 'A4'), ('letter', 'US Letter')], default='', max_length=6, verbose_name='paper'),
        ),
        migrations.AlterField(
            model_name='user',
            name='time_zone',
            field=models.CharField(default='UTC', max_length=60, verbose_name='time zone'),
        ),
        migrations.AlterField(
            model_name='user',
            name='units',
            field=models.CharField(choices=[('kg', 'Kilograms'), ('lb', 'Pounds')], default='kg', max_length=2, verbose_name='units'),
        ),
        migrations.AlterField(
            model_name='user',
            name='week_start',
            field=models.CharField(choices=[('MO', 'Monday'), ('SU', 'Sunday')], default='MO', max_length=2, verbose_name='first day of the week'),
        ),
    ]
