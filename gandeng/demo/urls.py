"""One click to be somebody: these urls exist in demo mode only."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [path("demo/jadi/<slug:key>/", views.become, name="become")]
