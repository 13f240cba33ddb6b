"""A version that is being removed is no longer looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="state",
            field=models.CharField(
                choices=[
                    ("building", "กำลังเตรียม"),
                    ("current", "ใช้งานอยู่"),
                    ("kept", "รุ่นก่อน"),
                    ("failed", "ไม่สำเร็จ"),
                    ("removing", "กำลังลบ"),
                ],
                db_index=True,
                default="building",
                max_length=10,
            ),
        )
    ]
