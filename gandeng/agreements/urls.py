"""Where agreements are made, read, signed and checked."""

from django.urls import path

from . import views

app_name = "agreements"

urlpatterns = [
    path("perjanjian/", views.agreements, name="agreements"),
    path("perjanjian/baru/", views.new_agreement, name="new-agreement"),
    path("perjanjian/contoh/", views.example, name="example"),
    path("perjanjian/<int:pk>/", views.agreement, name="agreement"),
    path("perjanjian/<int:pk>/ubah/", views.edit_draft, name="edit-draft"),
    path("perjanjian/<int:pk>/tawarkan/", views.offer, name="offer"),
    path("perjanjian/<int:pk>/tarik/", views.revise, name="revise"),
    path("perjanjian/<int:pk>/tolak/", views.decline, name="decline"),
    path("perjanjian/<int:pk>/akhiri/", views.end, name="end"),
    path("perjanjian/<int:pk>/tanda-tangan/<str:side>/", views.sign, name="sign"),
    path("perjanjian/<int:pk>/pdf/", views.pdf, name="pdf"),
    path("perjanjian/<int:pk>/naskah/", views.paper_text, name="text"),
    path("periksa/", views.verify_form, name="verify-form"),
    path("periksa/<str:document_hash>/", views.verify, name="verify"),
    path(
        "perjanjian/panel/organisasi/<int:pk>/",
        views.organisation_panel,
        name="organisation-panel",
    ),
    path("perjanjian/panel/produk/<int:pk>/", views.product_panel, name="product-panel"),
]
