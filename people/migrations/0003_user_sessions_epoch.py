from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_invitation")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sessions_epoch",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
