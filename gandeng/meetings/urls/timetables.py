"""The timetable: calculating, versions, board, papers."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
