"""Where goods on consignment are sent, received, counted and sent back."""

from django.urls import path

from . import views

app_name = "consignment"

urlpatterns = [
    path("toko/", views.shop, name="shop"),
    path("stok/", views.stock, name="stock"),
    path("kiriman/", views.deliveries, name="deliveries"),
    path("kiriman/baru/", views.new_delivery, name="new-delivery"),
    path("kiriman/<int:pk>/", views.delivery, name="delivery"),
    path("kiriman/<int:pk>/kirim/", views.send_delivery, name="send-delivery"),
    path("kiriman/<int:pk>/batal/", views.cancel_delivery, name="cancel-delivery"),
    path("kiriman/<int:pk>/terima/", views.receive_delivery, name="receive-delivery"),
    path("kiriman/<int:pk>/kode.svg", views.delivery_code, name="delivery-code"),
    path("rak/<int:outlet_pk>/", views.shelf, name="shelf"),
    path("rak/<int:outlet_pk>/hitung/", views.count_shelf, name="count-shelf"),
    path("rak/<int:outlet_pk>/lembar/", views.count_sheet, name="count-sheet"),
    path("rak/<int:outlet_pk>/kode.svg", views.shelf_code, name="shelf-code"),
    path("rak/<int:outlet_pk>/hitungan/", views.counts, name="counts"),
    path("rak/<int:outlet_pk>/hapus/", views.write_off, name="write-off"),
    path("hitungan/<int:pk>/", views.counted, name="counted"),
    path("retur/", views.returns, name="returns"),
    path("retur/baru/", views.new_return, name="new-return"),
    path("retur/<int:pk>/", views.back, name="return"),
    path("retur/<int:pk>/konfirmasi/", views.confirm_return, name="confirm-return"),
    path("retur/<int:pk>/batal/", views.withdraw_return, name="withdraw-return"),
    path("perjanjian/panel/<int:pk>/kiriman/", views.agreement_panel, name="agreement-panel"),
]
