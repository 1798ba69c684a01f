from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cowriting", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sentpart",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="sentpart",
            name="value",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="room",
            name="files",
            field=models.JSONField(default=list),
        ),
    ]
