"""Cubes may also say what sources tell of the members of households."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("results", "0004_stated_figures_need_a_version")]

    operations = [
        migrations.AlterField(
            model_name="cubeblock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("households", "แบบแผนของครัวเรือนในหมู่บ้าน"),
                    ("people", "แบบแผนของคนในหมู่บ้าน"),
                    ("rounds", "แบบแผนของครัวเรือนในหมู่บ้านและรอบ"),
                    ("facts", "ข้อเท็จจริงของสมาชิกครัวเรือนในแต่ละแบบแผน"),
                ],
                max_length=12,
            ),
        )
    ]
