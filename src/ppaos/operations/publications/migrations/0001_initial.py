"""The first schema of the app."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("building", "กำลังเตรียม"),
                            ("current", "ใช้งานอยู่"),
                            ("kept", "รุ่นก่อน"),
                            ("failed", "ไม่สำเร็จ"),
                        ],
                        db_index=True,
                        default="building",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("started_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("made_by", models.CharField(blank=True, max_length=150)),
                ("store_versions", models.JSONField(default=dict)),
                ("settings", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("error_th", models.TextField(blank=True)),
                ("error_en", models.TextField(blank=True)),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "current")),
                        fields=("state",),
                        name="one_current_publication",
                    )
                ],
            },
        )
    ]
