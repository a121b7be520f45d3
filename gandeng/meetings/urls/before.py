"""Planning a day, inviting, chasing."""

from django.urls import path
from django.urls.resolvers import URLPattern

from gandeng.meetings.views import days

urlpatterns: list[URLPattern] = [
    path("temu/", days.days, name="days"),
    path("temu/<int:pk>/", days.day, name="day"),
]
