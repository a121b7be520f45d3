"""Where promises are followed."""

from django.urls import path

from . import views

app_name = "insight"

urlpatterns = [
    path("janji/", views.promises, name="promises"),
    path("janji/unduh/<str:kind>/", views.export, name="export"),
    path("janji/tindak-lanjut/", views.follow_ups, name="follow-ups"),
    path("janji/tindak-lanjut/semua/", views.follow_up_all, name="follow-up-all"),
    path("janji/tindak-lanjut/<int:pk>/tutup/", views.close, name="close-follow-up"),
    path("janji/<int:pk>/", views.promise, name="promise"),
    path("janji/<int:pk>/tindak-lanjut/", views.follow_up, name="follow-up"),
    path("temu/<int:pk>/perkembangan/", views.day_progress, name="day"),
    path("temu/<int:pk>/perkembangan/panel/", views.day_panel, name="day-panel"),
    path("temu/<int:pk>/keadilan/", views.fairness, name="fairness"),
    path("temu/<int:pk>/berita-acara/", views.minutes, name="minutes"),
    path("temu/<int:pk>/tindak-lanjut/", views.table_tasks, name="table-tasks"),
    path("temu/hasil/<int:pk>/bagikan/", views.assign_table_task, name="assign-table-task"),
    path("temu/hasil/<int:pk>/tutup/", views.close_table_task, name="close-table-task"),
    path("ringkasan/", views.summary, name="summary"),
    path("ringkasan/umkm-lolos/", views.curated, name="curated"),
    path("ringkasan/produk-tayang/", views.listed, name="listed"),
]
