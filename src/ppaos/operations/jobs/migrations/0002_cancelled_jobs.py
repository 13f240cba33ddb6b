"""A job can be taken out of the queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "รอคิว"),
                    ("running", "กำลังทำงาน"),
                    ("done", "เสร็จแล้ว"),
                    ("failed", "ไม่สำเร็จ"),
                    ("interrupted", "หยุดกลางคัน"),
                    ("cancelled", "ยกเลิกแล้ว"),
                ],
                db_index=True,
                default="queued",
                max_length=12,
            ),
        )
    ]
