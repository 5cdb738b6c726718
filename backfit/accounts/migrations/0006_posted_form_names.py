from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('backfit', '0005_persons_clock'),
    ]

    operations = [
        migrations.RenameField('postedform', 'answer', 'location'),
        migrations.RenameField('postedform', 'told', 'stored_messages'),
    ]
