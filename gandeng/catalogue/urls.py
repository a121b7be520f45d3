"""Where the catalogue is."""

from django.urls import path, re_path

from . import views

app_name = "catalogue"

urlpatterns = [
    path("katalog/", views.catalogue, name="catalogue"),
    path("katalog/kelola/", views.keep, name="manage"),
    path("katalog/kelola/tayangkan-semua/", views.list_all, name="list-all"),
    path("katalog/kelola/<int:pk>/tayangkan/", views.list_one, name="list"),
    path("katalog/kelola/<int:pk>/turunkan/", views.unlist_one, name="unlist"),
    path("katalog/umkm/<int:pk>/", views.maker, name="maker"),
    path("katalog/<int:pk>/", views.product_by_id, name="product-by-id"),
    re_path(
        r"^katalog/(?P<pk>\d{1,18})-(?P<slug>[-a-z0-9_]{1,60})/$", views.product, name="product"
    ),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
