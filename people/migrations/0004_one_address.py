from django.db import migrations


def forget_addresses(apps, schema_editor):
    """An account's address is its own; allauth's table of addresses outlived changes."""
    apps.get_model("account", "EmailAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_user_sessions_epoch"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(forget_addresses, migrations.RunPython.noop)]
