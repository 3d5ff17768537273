"""A column of how it goes with a peer: for which urgent words it was last tried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_latest_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact", name="tried_for", field=models.CharField(default="", db_default="", max_length=16)
        ),
    ]
