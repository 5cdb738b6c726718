"""Let PostgreSQL compare words by their trigrams, for the search; does nothing on SQLite."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exercises", "0001_initial")]

    operations = [TrigramExtension()]
