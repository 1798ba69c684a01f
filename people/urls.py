"""The door (sign in, sign out, password) and the directory."""

from allauth.account import views as account
from django.urls import path, re_path
from django.views.generic import RedirectView

from . import personal_views, views

urlpatterns = [
    path("centres/", views.centres, name="centres"),
    path("centres/<slug:slug>/", views.centre, name="centre"),
    path("donnees-personnelles/durees/", personal_views.purposes, name="purposes"),
    path("compte/donnees/", personal_views.personal_data, name="personal_data"),
    re_path(
        r"^compte/donnees/mes-donnees\.(?P<form>json|html)$",
        personal_views.download,
        name="personal_data_download",
    ),
    path("compte/fermer/", personal_views.close, name="close_account"),
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("compte/ferme/", account.account_inactive, name="account_inactive"),
    path("compte/inscription/", account.signup, name="account_signup"),
    path("compte/confirmer/", account.reauthenticate, name="account_reauthenticate"),
    # An address is changed by whoever opened the account, until it can be confirmed.
    path("compte/adresse/", RedirectView.as_view(pattern_name="desk"), name="account_email"),
    path(
        "compte/adresse/envoyee/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(
        r"^compte/adresse/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"
    ),
    path("mot-de-passe/changer/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
