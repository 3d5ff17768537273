"""A column of how it goes with a peer: up to when all that waits for it was last given to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_tried_for"),
    ]

    operations = [
        migrations.AddField(model_name="contact", name="last_sent", field=models.BigIntegerField(null=True)),
    ]
