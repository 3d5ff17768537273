import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Written",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=64)),
                ("report", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=32)),
                ("lang", models.CharField(max_length=2)),
                ("part", models.CharField(max_length=16)),
                ("text", models.TextField()),
                ("at_ms", models.BigIntegerField()),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="written",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "report", "period", "lang", "part"), name="access_one_text_of_a_part"
                    )
                ],
            },
        ),
    ]
