"""The door of the desk."""

from __future__ import annotations

from django.urls import path

from twinline.access import account, keys, passkey_pages, password_page, views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.second, name="second"),
    path("sign-in/passkey/ask/", passkey_pages.ask, name="ask-passkey"),
    path("sign-in/passkey/", passkey_pages.enter, name="enter-passkey"),
    path("account/passkey/", passkey_pages.make, name="make-passkey"),
    path("account/passkey/keep/", passkey_pages.keep, name="keep-passkey"),
    path("account/passkey/remove/", passkey_pages.remove, name="remove-passkey"),
    path("account/", account.account, name="account"),
    path("account/password/", password_page.change, name="change-password"),
    path("account/code/", account.set_up, name="set-up-code"),
    path("account/code/drop/", account.drop_code, name="drop-code"),
    path("account/session/end/", account.end_session, name="end-session"),
    path("account/reminders/", account.reminders, name="reminders"),
    path("account/programs/", keys.make, name="make-token"),
    path("account/programs/end/", keys.end, name="end-token"),
    path("account/trace/", account.trace, name="trace"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("link/<str:word>/", views.link, name="link"),
]
