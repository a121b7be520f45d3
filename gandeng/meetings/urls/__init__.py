"""Addresses of the meeting day: the office under ``temu/``, a guest with a link under ``u/``."""

from . import before, guests, tables, the_day, timetables

app_name = "meetings"
urlpatterns = [
    *before.urlpatterns,
    *guests.urlpatterns,
    *timetables.urlpatterns,
    *the_day.urlpatterns,
    *tables.urlpatterns,
]
