"""What was written before the columns that one looks in: names of proposals, keys of addressees."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from kit.normalise import fold_query


def fill(apps: Any, schema_editor: Any) -> None:
    Proposal, Name = apps.get_model("proposals", "Proposal"), apps.get_model("proposals", "ProposalName")  # fmt: skip
    rows = Proposal.objects.values_list("pk", "audiences", "lead_actors", "associated_actors")
    for key, audiences, leads, associated in rows.iterator(chunk_size=500):
        said = {("audience", name[:255]) for name in audiences}
        said |= {("actor", name[:255]) for name in [*leads, *associated]}
        found = {(kind, name): sorted(set(fold_query(name).split())) for kind, name in said}
        Name.objects.bulk_create(
            Name(proposal_id=key, kind=kind, name=name, words=f" {' '.join(words)} ")
            for (kind, name), words in found.items()
            if words
        )
    for reply in apps.get_model("proposals", "Reply").objects.only("pk", "addressee"):
        reply.addressee_key = " ".join(reply.addressee.casefold().split())
        reply.save(update_fields=["addressee_key"])


class Migration(migrations.Migration):
    dependencies = [("proposals", "0004_closed_replies_and_names")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
