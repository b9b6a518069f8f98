"""Addresses of the inbox, of the choice of mails, and of giving a topic up."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "notifications"
urlpatterns = [
    path(pgettext_lazy("address", "space/inbox/"), views.inbox, name="inbox"),
    path(pgettext_lazy("address", "space/inbox/read/"), views.mark_all_read, name="mark_all_read"),
    path(pgettext_lazy("address", "space/inbox/<int:pk>/read/"), views.mark_read, name="mark_read"),
    path(pgettext_lazy("address", "space/settings/mails/"), views.mails, name="mails"),
]
# Without a namespace, because it belongs to no part of the site.
unsubscribing = [
    path(pgettext_lazy("address", "unsubscribe/<str:token>/"), views.unsubscribe, name="notifications_unsubscribe"),
]
