"""Addresses of the partners, and of the terms of the chair."""

from django.urls import path

from . import views

app_name = "partners"
urlpatterns = [path("", views.partner_list, name="list"), path("<slug:code>/", views.partner_page, name="partner")]
chairmanships = (
    [path("", views.term_list, name="list"), path("<slug:slug>/", views.term_page, name="chairmanship")],
    "chairmanships",
)
