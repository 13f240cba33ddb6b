"""The first schema of the app."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Boundary",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "ประเทศ"),
                            ("region", "ภาค"),
                            ("province", "จังหวัด"),
                            ("district", "อำเภอ/เขต"),
                            ("subdistrict", "ตำบล/แขวง"),
                            ("village", "หมู่บ้าน"),
                        ],
                        db_index=True,
                        max_length=12,
                    ),
                ),
                ("geometry", models.JSONField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("source", models.CharField(max_length=200)),
                ("imported_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "บริการสาธารณะ"),
                            ("partner", "ภาคีการพัฒนา"),
                            ("project", "โครงการ"),
                            ("product", "ผลิตภัณฑ์ชุมชน"),
                        ],
                        max_length=12,
                    ),
                ),
                ("area_code", models.CharField(db_index=True, max_length=8)),
                ("name_th", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("agency", models.CharField(blank=True, max_length=200)),
                (
                    "budget_baht",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True),
                ),
                ("fiscal_year_be", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("source", models.CharField(max_length=200)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={"ordering": ("kind", "area_code", "name_th")},
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "ประเทศ"),
                            ("region", "ภาค"),
                            ("province", "จังหวัด"),
                            ("district", "อำเภอ/เขต"),
                            ("subdistrict", "ตำบล/แขวง"),
                            ("village", "หมู่บ้าน"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name_th", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("parent_code", models.CharField(blank=True, db_index=True, max_length=8)),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "level__in",
                                [
                                    "country",
                                    "region",
                                    "province",
                                    "district",
                                    "subdistrict",
                                    "village",
                                ],
                            )
                        ),
                        name="area_level_known",
                    )
                ],
            },
        ),
    ]
