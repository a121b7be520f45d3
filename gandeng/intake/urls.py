from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("berkas/", views.uploads, name="uploads"),
    path("berkas/baru/", views.new_upload, name="new"),
    path("berkas/templat.xlsx", views.template, name="template"),
    path("berkas/<int:pk>/", views.upload, name="upload"),
    path("berkas/<int:pk>/masukkan/", views.take_in, name="take-in"),
    path("berkas/<int:pk>/buang/", views.discard, name="discard"),
    path("berkas/<int:pk>/perbaikan.xlsx", views.corrections, name="corrections"),
    path("berkas/asli/<int:pk>/", views.original, name="original"),
    path("berkas/ditahan/<int:pk>/", views.decide, name="decide"),
]
