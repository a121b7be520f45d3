"""While the day runs: desks, proposals, the big screen."""

from django.urls import path
from django.urls.resolvers import URLPattern

from gandeng.meetings.views import screen

urlpatterns: list[URLPattern] = [
    path("temu/<int:pk>/layar/", screen.show_screen, name="show-screen"),
    path("layar/<str:token>/", screen.screen, name="screen"),
    path("layar/<str:token>/keadaan/", screen.screen_now, name="screen-now"),
    path("layar/<str:token>/ikut/", screen.screen_stream, name="screen-stream"),
]
