from django.urls import path

from . import views

app_name = "settlement"
urlpatterns = [
    path("rekap/", views.statements, name="statements"),
    path("rekap/baru/<int:pk>/", views.draw_up, name="draw-up"),
    path("rekap/<int:pk>/", views.statement, name="statement"),
    path("rekap/<int:pk>/setuju/", views.agree, name="agree"),
    path("rekap/<int:pk>/sanggah/", views.object_to, name="object"),
    path("rekap/<int:pk>/selesaikan/", views.settle, name="settle"),
    path("rekap/<int:pk>/bayar/", views.pay_statement, name="pay-statement"),
    path("tagihan/", views.invoices, name="invoices"),
    path("tagihan/pesanan/<int:pk>/", views.issue, name="issue"),
    path("tagihan/<int:pk>/", views.invoice, name="invoice"),
    path("tagihan/<int:pk>/bayar/", views.pay_invoice, name="pay-invoice"),
    path("pembayaran/", views.payments, name="payments"),
    path("pembayaran/<int:pk>/", views.payment, name="payment"),
    path("pembayaran/<int:pk>/diterima/", views.confirm, name="confirm"),
    path("pembayaran/<int:pk>/tidak/", views.refuse, name="refuse"),
    path("pembayaran/<int:pk>/bukti/", views.proof, name="proof"),
    path("perjanjian/<int:pk>/panel/rekap/", views.agreement_panel, name="agreement-panel"),
    path("pesanan/<int:pk>/panel/tagihan/", views.order_panel, name="order-panel"),
]
