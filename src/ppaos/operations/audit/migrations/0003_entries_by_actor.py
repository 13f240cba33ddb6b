"""Find what somebody did without reading every entry; the table itself and its triggers stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["actor", "number"], name="audit_actor")
        )
    ]
