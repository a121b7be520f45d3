"""Where products are kept and their pictures are."""

from django.urls import path, re_path

from . import views

app_name = "products"

urlpatterns = [
    path("produk/", views.products, name="products"),
    path("produk/baru/", views.new_product, name="new-product"),
    path("produk/<int:pk>/", views.product, name="product"),
    path("produk/<int:pk>/ubah/", views.edit_product, name="edit-product"),
    path("produk/<int:pk>/tarik/", views.withdraw, name="withdraw"),
    path("produk/<int:pk>/tawarkan/", views.offer_again, name="offer-again"),
    path("produk/<int:pk>/foto/", views.add_photo, name="add-photo"),
    path("produk/foto/<int:pk>/hapus/", views.remove_photo, name="remove-photo"),
    path("produk/<int:pk>/gambar.svg", views.drawing, name="drawing"),
    re_path(
        r"^produk/foto/(?P<pk>\d{1,18})-(?P<digest>[0-9a-f]{24})\.webp$", views.photo, name="photo"
    ),
    path("umkm/<int:pk>/panel/produk/", views.maker_panel, name="maker-panel"),
]
