"""Where rates and thresholds are read and set."""

from django.urls import path

from . import views

app_name = "parameters"

urlpatterns = [
    path("parameter/", views.parameters, name="parameters"),
    path("parameter/<slug:key>/", views.parameter, name="parameter"),
]
