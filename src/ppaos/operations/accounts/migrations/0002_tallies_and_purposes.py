"""Counts of requests in a window, and what for a token reads people's data."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("until", models.BigIntegerField(db_index=True)),
                ("count", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="apitoken",
            name="purpose",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
