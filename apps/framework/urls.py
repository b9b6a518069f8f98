"""Addresses of the action plans."""

from django.urls import path

from . import views

app_name = "framework"
urlpatterns = [
    path("", views.current_plan, name="current"),
    path("<slug:slug>/", views.plan_page, name="plan"),
]
