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
    path("perjanjian/<int:pk>/layar/<str:side>/", views.sign_on_glass, name="sign-on-glass"),
    path("perjanjian/<int:pk>/kertas/", views.sign_on_paper, name="sign-on-paper"),
    path("perjanjian/hari-temu/<int:pk>/", views.day_promises, name="day-promises"),
    path("perjanjian/hari-temu/<int:pk>/konsep/", views.draft_promises, name="draft-promises"),
    path("perjanjian/hasil/<int:pk>/konsep/", views.draft_from_outcome, name="draft-from-outcome"),
    path("perjanjian/panel/hasil/<int:pk>/", views.outcome_panel, name="outcome-panel"),
    path("penandatanganan/", views.ceremonies, name="ceremonies"),
    path("penandatanganan/baru/", views.new_ceremony, name="new-ceremony"),
    path("penandatanganan/<int:pk>/", views.ceremony, name="ceremony"),
    path("penandatanganan/<int:pk>/masukkan/", views.enter, name="enter"),
    path("penandatanganan/<int:pk>/nomori/", views.offer_all, name="offer-all"),
    path("penandatanganan/<int:pk>/cetak/", views.print_run, name="print-run"),
    path("penandatanganan/<int:pk>/pindaian/", views.take_in_scans, name="take-in-scans"),
    path("penandatanganan/<int:pk>/pindaian/jalan/", views.scans_now, name="scans-now"),
    path("penandatanganan/<int:pk>/tutup/", views.close_ceremony, name="close-ceremony"),
    path("penandatanganan/<int:pk>/buka/", views.reopen_ceremony, name="reopen-ceremony"),
    path("pindaian/<int:pk>/", views.scan, name="scan"),
    path("pindaian/tumpukan/<int:pk>/lagi/", views.read_again, name="read-again"),
    path("pindaian/tumpukan/<int:pk>/buang/", views.discard_stack, name="discard-stack"),
    path("pindaian/<int:pk>/milik/", views.assign_scan, name="assign-scan"),
    path("periksa/", views.verify_form, name="verify-form"),
    path("periksa/<str:document_hash>/", views.verify, name="verify"),
    path(
        "perjanjian/panel/organisasi/<int:pk>/",
        views.organisation_panel,
        name="organisation-panel",
    ),
    path("perjanjian/panel/produk/<int:pk>/", views.product_panel, name="product-panel"),
]
