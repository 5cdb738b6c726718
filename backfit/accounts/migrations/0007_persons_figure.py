from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backfit", "0006_posted_form_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="figure",
            field=models.CharField(
                choices=[("man", "Man"), ("woman", "Woman")],
                default="man",
                max_length=5,
                verbose_name="figure",
            ),
        ),
    ]
