"""Planning a day, inviting, chasing."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
