"""While the day runs: desks, proposals, the big screen."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
