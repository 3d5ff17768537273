from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0006_written")]

    operations = [
        migrations.CreateModel(
            name="PersonRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=32, unique=True)),
                ("why", models.CharField(max_length=32)),
                ("organisation", models.CharField(max_length=64)),
                ("opened_ms", models.BigIntegerField()),
                ("opened_by", models.CharField(max_length=64)),
                ("confirmed_ms", models.BigIntegerField(null=True)),
                ("confirmed_by", models.CharField(default="", max_length=64)),
                ("ended_ms", models.BigIntegerField(null=True)),
                ("found", models.TextField(default="")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by", models.F("opened_by")), _negated=True),
                        name="access_request_takes_two",
                    )
                ],
            },
        ),
    ]
