"""The door: sign in, sign out, the password, the second factor, one's account."""

from allauth.account import views as account
from django.urls import path, re_path

from . import account_views as own
from . import door, provider_views

urlpatterns = [
    path("connexion/", door.login, name="account_login"),
    path("connexion/code/", door.enter_code, name="mfa_authenticate"),
    path("connexion/cle/", door.enter_key, name="mfa_login_webauthn"),
    path("connexion/fournisseur/", provider_views.leave, name="provider_login"),
    path("connexion/fournisseur/retour/", provider_views.come_back, name="provider_callback"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("compte/", own.home, name="account_home"),
    # allauth leads to these two lists, which the account's page holds.
    path("compte/", own.home, name="mfa_index"),
    path("compte/", own.home, name="mfa_list_webauthn"),
    path("compte/appareils/", own.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("compte/ferme/", account.account_inactive, name="account_inactive"),
    path("compte/inscription/", account.signup, name="account_signup"),
    path("compte/confirmer/", door.reauthenticate, name="account_reauthenticate"),
    path("compte/confirmer/code/", door.confirm_code, name="mfa_reauthenticate"),
    path("compte/confirmer/cle/", door.confirm_key, name="mfa_reauthenticate_webauthn"),
    path("compte/adresse/", own.ask_address, name="account_email"),
    re_path(r"^compte/adresse/(?P<token>[-:\w.]+)/$", own.confirm_address, name="confirm_address"),
    path("compte/cles/ajouter/", door.add_key, name="mfa_add_webauthn"),
    path("compte/cles/<int:pk>/renommer/", door.rename_key, name="mfa_edit_webauthn"),
    path("compte/cles/<int:pk>/retirer/", door.remove_key, name="mfa_remove_webauthn"),
    path("compte/application/", door.activate_codes, name="mfa_activate_totp"),
    path("compte/application/retirer/", door.deactivate_codes, name="mfa_deactivate_totp"),
    path("compte/codes-de-secours/", door.view_recovery, name="mfa_view_recovery_codes"),
    path(
        "compte/codes-de-secours/nouveaux/",
        door.generate_recovery,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "compte/codes-de-secours/telecharger/",
        door.download_recovery,
        name="mfa_download_recovery_codes",
    ),
    path("mot-de-passe/changer/", door.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", door.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", door.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        door.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
