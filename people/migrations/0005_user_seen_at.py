from django.db import migrations, models
from django.db.models import Max


def read_from_sessions(apps, schema_editor):
    """Who is signed in has been seen, as far as their sessions tell."""
    sessions = apps.get_model("usersessions", "UserSession").objects
    seen = sessions.values_list("user").annotate(last=Max("last_seen_at"))
    for person, last in seen.order_by("user"):
        apps.get_model("people", "User").objects.filter(pk=person).update(seen_at=last)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_one_address"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="seen_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="dernière visite"
            ),
        ),
        migrations.RunPython(read_from_sessions, migrations.RunPython.noop),
    ]
