"""Where certificates are kept."""

from django.urls import path

from . import views

app_name = "certificates"

urlpatterns = [
    path("sertifikat/", views.certificates, name="certificates"),
    path("sertifikat/<int:pk>/", views.certificate, name="certificate"),
    path("sertifikat/<int:pk>/berkas/", views.file, name="file"),
    path("sertifikat/<int:pk>/unggah/", views.attach_file, name="attach-file"),
    path("sertifikat/<int:pk>/perpanjang/", views.renew, name="renew"),
    path("sertifikat/<int:pk>/betulkan/", views.correct, name="correct"),
    path("sertifikat/<int:pk>/periksa/", views.verify, name="verify"),
    path("sertifikat/<int:pk>/tegaskan/", views.confirm, name="confirm"),
    path("sertifikat/<int:pk>/tolak/", views.reject, name="reject"),
    path("sertifikat/<int:pk>/buka/", views.reopen, name="reopen"),
    path("produk/<int:pk>/sertifikat/baru/", views.new_for_product, name="new-for-product"),
    path("produk/<int:pk>/panel/sertifikat/", views.product_panel, name="product-panel"),
    path("umkm/<int:pk>/sertifikat/baru/", views.new_for_maker, name="new-for-maker"),
    path("umkm/<int:pk>/panel/sertifikat/", views.maker_panel, name="maker-panel"),
]
