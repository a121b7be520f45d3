"""Where members are kept and traces are read."""

from django.urls import path

from . import views

app_name = "programmes"

urlpatterns = [
    path("program/", views.programmes, name="programmes"),
    path("program/pilih/", views.choose, name="choose"),
    path("program/anggota/", views.members, name="members"),
    path("program/anggota/baru/", views.new_member, name="new-member"),
    path("program/anggota/<int:pk>/akhiri/", views.end_membership, name="end-membership"),
    path("program/anggota/<int:pk>/tautan/", views.make_link, name="make-link"),
    path("jejak/", views.traces, name="traces"),
    path("jejak/unduh/", views.export_traces, name="export-traces"),
]
