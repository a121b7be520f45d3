"""Where products are judged."""

from django.urls import path

from . import views

app_name = "curation"

urlpatterns = [
    path("kurasi/", views.rounds, name="rounds"),
    path("kurasi/baru/", views.new_round, name="new-round"),
    path("kurasi/<int:pk>/", views.round, name="round"),
    path("kurasi/<int:pk>/putuskan/", views.decide_round, name="decide-round"),
    path("kurasi/ajuan/<int:pk>/", views.submission, name="submission"),
    path("kurasi/ajuan/<int:pk>/nilai/", views.score, name="score"),
    path("kurasi/ajuan/<int:pk>/putuskan/", views.decide, name="decide"),
    path("kurasi/ajuan/<int:pk>/buka/", views.reopen, name="reopen"),
    path("produk/<int:pk>/ajukan/", views.submit, name="submit"),
    path("produk/<int:pk>/panel/kurasi/", views.product_panel, name="product-panel"),
]
