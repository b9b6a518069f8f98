"""Address of the reference countries."""

from django.urls import path

from . import views

app_name = "reference_countries"
urlpatterns = [path("", views.reference_countries, name="list")]
