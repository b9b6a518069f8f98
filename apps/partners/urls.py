"""Addresses of the partners, of the terms of the chair, of the seats in the space, and of the doors to them."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import circulars as circular_pages
from .views import directory, doors, post, public, seat

app_name = "partners"
urlpatterns = [path("", public.partner_list, name="list"), path("<slug:code>/", public.partner_page, name="partner")]
chairmanships = (
    [path("", public.term_list, name="list"), path("<slug:slug>/", public.term_page, name="chairmanship")],
    "chairmanships",
)
seats = (
    [
        path(pgettext_lazy("address", "space/directory/"), directory.directory, name="directory"),
        path(pgettext_lazy("address", "space/directory/me/"), seat.entry, name="entry"),
        path(pgettext_lazy("address", "space/seat/"), seat.seat, name="seat"),
        path(pgettext_lazy("address", "space/seat/handover/"), seat.handover, name="handover"),
        path(pgettext_lazy("address", "space/seat/<slug:code>/<slug:network>/invite/"), seat.invite, name="invite"),
        path(pgettext_lazy("address", "space/seat/<slug:code>/<slug:network>/mailbox/"), seat.mailbox, name="mailbox"),
        path(pgettext_lazy("address", "space/seat/mandates/<int:pk>/role/"), seat.role, name="role"),
        path(pgettext_lazy("address", "space/seat/mandates/<int:pk>/end/"), seat.end, name="end"),
        path(pgettext_lazy("address", "space/seat/mandates/<int:pk>/hand-over/"), seat.hand_over, name="hand_over"),
        path(
            pgettext_lazy("address", "space/seat/invitations/<int:pk>/<slug:name>/"),
            seat.invitation_step,
            name="invitation_step",
        ),
        path(pgettext_lazy("address", "space/post/"), post.post, name="post"),
        path(pgettext_lazy("address", "space/welcome/"), seat.welcome, name="welcome"),
        path("invitation/<str:token>/", doors.invitation, name="invitation"),
        path(pgettext_lazy("address", "invitation/<str:token>/again/"), doors.ask_again, name="ask_again"),
        path(pgettext_lazy("address", "invitation-asked/"), doors.asked_again, name="asked_again"),
        path("contact/", doors.contact, name="contact"),
        path(pgettext_lazy("address", "contact/new-focal-point/"), doors.new_focal_point, name="new_focal_point"),
        path(pgettext_lazy("address", "contact/sent/"), doors.sent, name="sent"),
        path(pgettext_lazy("address", "handed-over/"), doors.left, name="left"),
    ],
    "seats",
)
circulars = (
    [
        path("", circular_pages.circular_list, name="list"),
        path("<slug:reference>/", circular_pages.circular_page, name="circular"),
        path("<slug:reference>/<slug:paper>/", circular_pages.circular_paper, name="paper"),
    ],
    "circulars",
)
