"""What the writing page says by its script: the catalogue stays Django's."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kit.typography import spaced


def sentences() -> dict[str, str]:
    """Every sentence of the script under its name, in the language that is spoken.

    `%(name)s` stands for a value. Spaces are set as on every page of ours.
    """
    said = {**_status(), **_ends(), **_people(), **_blocks(), **_fields(), **_words()}
    return spaced_words(said)


def spaced_words(said: Mapping[str, str]) -> dict[str, str]:
    """Sentences with the spaces that a page's own words get on their way out."""
    return {name: _spaced(sentence) for name, sentence in said.items()}


def _spaced(sentence: str) -> str:
    # A space before the sign of a value is no space before a sign of per cent.
    return spaced(sentence.replace("%(", "\0")).replace("\0", "%(")


def _status() -> dict[str, str]:
    return {
        "status_connecting": _("Ouverture du texte…"),
        "status_saving": _("Enregistrement…"),
        "status_saved": _("Tout est enregistré"),
        "status_offline": _("Hors ligne : vos mots sont gardés dans ce navigateur"),
        "status_offline_unkept": _("Hors ligne : gardez cette page ouverte"),
        "status_offline_safe": _("Hors ligne : reconnexion en cours"),
        "status_ended": _("L'écriture est arrêtée ici"),
        "saved_at": _("Version enregistrée à %(time)s"),
        "read_only": _("Vous lisez ce texte sans écrire."),
        "read_only_why": _(
            "Ce que les autres écrivent s'affiche ici au fur et à mesure ; vos droits, ou l'étape où en est le texte, ne permettent pas d'y écrire."
        ),
        "read_only_moment": _(
            "Le texte n'est plus en cours d'écriture : le groupe le relit, ou le réseau l'examine. Il se lit ici tel qu'il est."
        ),
        "read_only_rights": _(
            "Vous ne faites pas partie des personnes qui l'écrivent : ce que les autres écrivent s'affiche ici au fur et à mesure."
        ),
        "broken": _(
            "La page d'écriture n'a pas pu s'ouvrir dans ce navigateur. Rechargez-la ; si cela ne suffit pas, écrivez bloc par bloc."
        ),
        "outside": _(
            "%(who)s a enregistré ce texte par un autre chemin : ses mots ont rejoint les vôtres."
        ),
        "outside_both": _(
            "Là où vous aviez aussi écrit, les deux versions sont gardées l'une après l'autre : relisez ces passages."
        ),
        "somebody": _("Une autre personne"),
        "named": _("Version %(number)s nommée « %(label)s »"),
        "naming_waits": _(
            "Vos derniers mots ne sont pas encore enregistrés : essayez de nouveau quand ils le seront."
        ),
        "naming_failed": _("La version n'a pas pu être nommée : essayez de nouveau."),
    }


def _ends() -> dict[str, str]:
    return {
        "end_4401": _("Votre session est terminée"),
        "end_4401_do": _(
            "Reconnectez-vous : vous reviendrez à ce texte, et ce que vous avez écrit ici partira alors."
        ),
        "end_4403": _("Vous ne pouvez plus écrire dans ce texte"),
        "end_4403_do": _(
            "Vos droits sur ce texte ont changé pendant que la page était ouverte. L'animation du groupe peut vous dire pourquoi."
        ),
        "end_4409": _("Ce texte a été repris depuis une autre version"),
        "end_4409_do": _(
            "Rechargez la page pour continuer sur le texte d'aujourd'hui. Copiez d'abord les mots ci-dessous s'il y en a."
        ),
        "end_4426": _("Le site a été mis à jour"),
        "end_4426_do": _("Rechargez la page pour continuer à écrire avec sa nouvelle version."),
        "end_other": _("La connexion s'est arrêtée"),
        "end_other_do": _(
            "Le serveur n'a pas pu recevoir ce qui était écrit ici. Copiez les mots ci-dessous, puis rechargez la page."
        ),
        "sign_in": _("Se connecter"),
        "reload": _("Recharger la page"),
        "lost_words": _("Ces mots n'ont pas été reçus :"),
        "lost_words_long": _(
            "Seul leur début est montré ici ; la copie et le fichier les contiennent tous."
        ),
        "copy": _("Copier ces mots"),
        "copied": _("Mots copiés"),
        "download": _("Les garder dans un fichier"),
        "close": _("Fermer ce message"),
        "refused": _("Vos derniers mots sont arrivés trop tard"),
        "refused_why": _(
            "Le texte ou vos droits ont changé au moment où vous écriviez : ces mots ne sont pas dans le texte. Ils sont gardés pour vous et pour l'animation du groupe."
        ),
        "refused_words": _("Voir les mots refusés, et les remettre"),
        "full_words": _(
            "Ce texte est plein. Effacez des passages pour faire de la place, puis remettez ces mots."
        ),
        "full_blocks": _(
            "Ce texte ne peut pas porter plus de blocs, ceux de la corbeille compris."
        ),
        "leftovers": _("Ces mots n'ont pas pu être enregistrés"),
        "leftovers_why": _(
            "Ils ne sont pas dans le texte. Ils restent dans ce navigateur, pour vous, jusqu'à ce que vous les effaciez : copiez-les pour les remettre à leur place, par petites parties s'ils sont longs."
        ),
        "discard": _("Effacer ces mots"),
        "discard_sure": _("Les effacer pour de bon"),
        "change_lost": _(
            "Votre dernier changement n'a pas pu être enregistré : le texte est revenu à ce qu'il était avant lui."
        ),
        "read_notice": _("Lire ce message"),
    }


def _people() -> dict[str, str]:
    return {
        "alone": _("Personne d'autre ici"),
        "one_other": _("1 autre personne ici"),
        "others": _("%(count)s autres personnes ici"),
        "you": _("%(name)s (vous)"),
        "here_since": _("ici depuis %(time)s"),
        "idle": _("n'écrit pas en ce moment"),
        "reads": _("lit le texte"),
        "writes_in": _("Écrit dans : %(where)s"),
        "came": _("%(name)s est là"),
        "came_many": _("%(name)s sont là"),
        "left": _("%(name)s n'est plus là"),
        "left_many": _("%(name)s ne sont plus là"),
    }


def _blocks() -> dict[str, str]:
    return {
        "block_menu": _("Ce bloc"),
        "the_block": _("Ce bloc"),
        "move_up": _("Monter"),
        "move_down": _("Descendre"),
        "shift_key": _("Maj"),
        "change_type": _("En faire"),
        "assign_block": _("Confier ce bloc…"),
        "see_sharing": _("Qui écrit quoi"),
        "to_bin": _("Mettre à la corbeille du texte"),
        "add_block": _("Ajouter un bloc ici"),
        "unknown_block": _("Bloc d'un autre type"),
        "carried_through": _(
            "Ce bloc ne s'écrit pas ici : il reste dans le texte tel qu'il est, à sa place."
        ),
        "block_added": _("Bloc ajouté : %(block)s"),
        "block_retyped": _("Ce bloc est maintenant : %(block)s"),
        "sets_aside": _("met de côté : %(fields)s"),
        "block_retyped_aside": _("Ce bloc est maintenant : %(block)s ; %(aside)s"),
        "assigned": _("Bloc confié à %(who)s : %(block)s"),
        "assigning_failed": _("Le bloc n'a pas pu être confié : essayez de nouveau."),
        "block_binned": _(
            "%(block)s : dans la corbeille, au bas du texte, d'où on peut remettre ce bloc"
        ),
        "block_gone": _(
            "%(block)s vient d'être mis à la corbeille du texte par une autre personne : vos mots y sont gardés."
        ),
        "block_back": _("Bloc remis dans le texte : %(block)s"),
        "block_moved": _("%(block)s : bloc %(place)s sur %(count)s"),
        "bring_back": _("Remettre"),
        "bring_back_block": _("Remettre le bloc : %(block)s, %(words)s"),
        "empty_block": _("sans un mot"),
        "set_aside": _("Mots mis de côté"),
        "set_aside_why": _(
            "Ce type de bloc n'a pas de place pour eux : ils restent gardés, et reviennent si le bloc change de type."
        ),
        "to_write_by": _("confié à %(who)s"),
        "written_by": _("écrit par %(who)s"),
    }


def _fields() -> dict[str, str]:
    return {
        "required": _("(obligatoire)"),
        "more_fields": _("Plus de champs"),
        "no_choice": _("— non précisé —"),
        "too_long": _("Trop long : %(length)s caractères, pour %(max)s au plus"),
        "write_here": _("Écrivez ici"),
        "tools_of": _("Mise en forme : %(field)s"),
        "add_row": _("Ajouter une ligne"),
        "add_column": _("Ajouter une colonne"),
        "remove_row": _("Retirer la ligne %(row)s"),
        "remove_column": _("Retirer la colonne %(column)s"),
        "row_tools": _("Retirer"),
        "cell_heading": _("En-tête de la colonne %(column)s"),
        "cell_name": _("Colonne %(column)s, ligne %(row)s"),
        "carried_table": _(
            "Ce tableau ne s'écrit pas ici : il reste dans le texte tel qu'il est, à sa place."
        ),
        "choose_image": _("Choisir une image"),
        "choose_other_image": _("Choisir une autre image"),
        "choose_document": _("Choisir un document"),
        "choose_other_document": _("Choisir un autre document"),
        "file_hidden": _("Ce fichier ne vous est pas montré ; il reste dans le texte."),
    }


def _words() -> dict[str, str]:
    return {
        "bold": _("Gras"),
        "italic": _("Italique"),
        "link": _("Lien"),
        "bullets": _("Liste à puces"),
        "numbers": _("Liste numérotée"),
        "link_to_page": _("Ces mots mènent à une page du site."),
        "link_to_file": _("Ces mots mènent à un document du site."),
        "pictures_left_out": _(
            "Les images n'ont pas été collées : une image a son propre bloc, « Image »."
        ),
        "list_too_deep": _("Une liste a cinq niveaux au plus."),
        "list_flattened": _(
            "Une liste a cinq niveaux au plus : ce qui était plus profond est au cinquième."
        ),
    }
