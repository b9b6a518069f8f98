"""Signing in and out, passwords, second factors, the first visit; allauth's own paths and names, as far as offered.

allauth asks for its names without a namespace, so this room has none; one's own settings have theirs.
"""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import include, path, re_path
from django.utils.translation import pgettext_lazy
from django.views.generic import RedirectView

from .views import entrance, factors, personal

to_security = RedirectView.as_view(pattern_name="settings:security")

second_factor = [
    path("", to_security, name="mfa_index"),
    path("authenticate/", factor_views.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", app_views.activate_totp, name="mfa_activate_totp"),
    path("totp/deactivate/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", code_views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("webauthn/", to_security, name="mfa_list_webauthn"),
    path("webauthn/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("webauthn/login/", factors.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("webauthn/reauthenticate/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("login/code/", factors.ask_for_code, name="account_request_login_code"),
    path("login/code/confirm/", allauth_views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", entrance.no_signup, name="account_signup"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include(second_factor)),
    path("second-factor/", factors.enrolment, name="accounts_second_factor"),
    path("kept/", entrance.kept, name="accounts_kept"),
    path("welcome/<str:token>/", entrance.welcome, name="accounts_welcome"),
    path("address/<str:token>/", entrance.address, name="accounts_address"),
]

settings_pages = (
    [
        path("", personal.personal, name="personal"),
        path(pgettext_lazy("address", "security/"), personal.security, name="security"),
        path(pgettext_lazy("address", "devices/"), personal.sessions, name="sessions"),
        path(pgettext_lazy("address", "devices/others/"), personal.end_other_sessions, name="end_others"),
        path(pgettext_lazy("address", "devices/<int:number>/"), personal.end_session, name="end_session"),
        path(pgettext_lazy("address", "data/"), personal.data, name="data"),
        path(pgettext_lazy("address", "data/file/"), personal.export, name="export"),
        path(pgettext_lazy("address", "address/"), personal.address, name="address"),
        path(pgettext_lazy("address", "address/withdraw/"), personal.withdraw_address, name="withdraw_address"),
    ],
    "settings",
)
