"""At the table: outcomes."""

from django.urls import path
from django.urls.resolvers import URLPattern

from gandeng.meetings.views import tables as views

urlpatterns: list[URLPattern] = [
    path("temu/<int:pk>/hasil/", views.outcomes, name="outcomes"),
    path("temu/<int:pk>/hasil/catat/", views.capture, name="capture"),
    path("temu/<int:pk>/hasil/catat/sw.js", views.capture_worker, name="capture-worker"),
    path("temu/<int:pk>/hasil/kirim/", views.send_outcomes, name="send-outcomes"),
    path("temu/<int:pk>/hasil/<int:buyer>/<int:maker>/", views.note_pair, name="note-pair"),
    path("temu/hasil/<int:pk>/", views.outcome, name="outcome"),
    path("temu/hasil/<int:pk>/foto/", views.outcome_photo, name="outcome-photo"),
    path("u/<str:token>/hasil/", views.guest_capture, name="guest-capture"),
    path("u/<str:token>/hasil/sw.js", views.guest_capture_worker, name="guest-capture-worker"),
    path("u/<str:token>/hasil/kirim/", views.guest_send_outcomes, name="guest-send-outcomes"),
]
