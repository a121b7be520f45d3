"""Every room's urls, found through rooms.py."""

from django.conf import settings
from django.urls import include, path

from gandeng.people.views import set_language

from . import rooms, views
from .api import api_urls

handler404 = "gandeng.site.views.not_found"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("bahasa/", set_language, name="set_language"),
    path("api/v1/", api_urls),
]

for urls in rooms.door("urls"):
    if urls.__name__ == __name__:
        continue
    if urls.__name__ == "gandeng.demo.urls" and not settings.GANDENG_DEMO:
        continue
    urlpatterns.append(path(getattr(urls, "prefix", ""), include(urls)))
