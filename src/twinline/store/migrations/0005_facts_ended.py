from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_line_version"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(condition=models.Q(("held_to__isnull", False)), fields=["held_to"], name="fact_ended"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(("arrived_to__isnull", False)), fields=["arrived_to"], name="fact_ended_here"
            ),
        ),
    ]
