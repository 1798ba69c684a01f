"""The points with which every network begins; each changes them as it likes."""

from django.db import migrations

FIRST = [
    ("Noms d'habitantes et d'habitants",
     "Personne n'est reconnaissable, par son nom, son adresse ou son histoire, sans l'avoir accepté.",
     ""),
    ("Sources des chiffres",
     "Chaque chiffre dit qui le publie, quand, et dans quelle unité.", "sources"),
    ("Droits des images", "Chaque image a son crédit, et le droit d'être publiée.", "rights"),
    ("Alternatives textuelles",
     "Chaque image qui apprend quelque chose le dit en mots, chaque vidéo a sa transcription.",
     "alternatives"),
    ("Licence", "La licence du texte convient à tout ce qu'il contient.", "licence"),
]  # fmt: skip


def add(apps, schema_editor):
    items = apps.get_model("moderation", "ChecklistItem").objects
    if items.exists():
        return
    for rank, (label, help_text, hint) in enumerate(FIRST, start=1):
        items.create(label=label, help=help_text, hint=hint, position=rank * 10)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_checklist")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
