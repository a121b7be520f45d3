"""What a guest with a link opens; wishes, needs, scores."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
