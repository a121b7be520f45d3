"""The style pages at addresses of their own, open to everybody: for the browser test only."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from gandeng.ui import styleguide

page, public_page = map(login_not_required, (styleguide.page, styleguide.public_page))

people = [path("masuk/", public_page, name="sign-in"), path("keluar/", page, name="sign-out")]
urlpatterns = [
    path("gaya/", page),
    path("gaya/umum/", public_page),
    path("bahasa/", login_not_required(set_language), name="set_language"),
    path("", include((people, "people"))),
]
