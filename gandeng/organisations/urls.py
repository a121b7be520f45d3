"""Where the register is read and written."""

from django.urls import path

from . import views

app_name = "organisations"

urlpatterns = [
    path("umkm/", views.makers, name="makers"),
    path("umkm/baru/", views.new_maker, name="new-maker"),
    path("umkm/<int:pk>/", views.maker, name="maker"),
    path("pembeli/", views.buyers, name="buyers"),
    path("pembeli/baru/", views.new_buyer, name="new-buyer"),
    path("pembeli/<int:pk>/", views.buyer, name="buyer"),
    path("organisasi/unduh/<str:side>/", views.export, name="export"),
    path("organisasi/<int:pk>/ubah/", views.edit_organisation, name="edit-organisation"),
    path("organisasi/<int:pk>/verifikasi/", views.verify, name="verify"),
    path("organisasi/<int:pk>/tangguhkan/", views.suspend, name="suspend"),
    path("organisasi/<int:pk>/pulihkan/", views.reinstate, name="reinstate"),
    path("organisasi/<int:pk>/nomor/", views.unmask, name="unmask"),
    path("organisasi/<int:pk>/orang/baru/", views.new_seat, name="new-seat"),
    path("organisasi/<int:pk>/toko/baru/", views.new_outlet, name="new-outlet"),
    path("organisasi/toko/<int:pk>/ubah/", views.change_outlet, name="change-outlet"),
    path("organisasi/orang/<int:pk>/akhiri/", views.end_seat, name="end-seat"),
    path("ganda/", views.doubles, name="doubles"),
    path("ganda/cari/", views.look_for_doubles, name="look-for-doubles"),
    path("ganda/<int:pk>/", views.double, name="double"),
    path("ganda/<int:pk>/gabungkan/", views.merge_double, name="merge-double"),
    path("ganda/<int:pk>/berbeda/", views.decide_apart, name="decide-apart"),
    path("ganda/<int:pk>/batalkan/", views.undo_merged, name="undo-merged"),
]
