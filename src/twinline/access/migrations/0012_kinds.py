from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0011_slow_codes"),
    ]

    operations = [
        migrations.AddField("user", "kinds", models.TextField(default="", db_default="")),
        migrations.AddField("onetimelink", "kinds", models.TextField(default="", db_default="")),
    ]
