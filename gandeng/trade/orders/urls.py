"""Where goods are ordered outright."""

from django.urls import path

from . import views

app_name = "orders"

urlpatterns = [
    path("pesanan/", views.orders, name="orders"),
    path("pesanan/baru/", views.new_order, name="new-order"),
    path("pesanan/<int:pk>/", views.order, name="order"),
    path("pesanan/<int:pk>/sanggupi/", views.confirm_order, name="confirm-order"),
    path("pesanan/<int:pk>/tolak/", views.decline_order, name="decline-order"),
    path("pesanan/<int:pk>/batal/", views.cancel_order, name="cancel-order"),
    path("pesanan/<int:pk>/kirim/", views.ship_order, name="ship-order"),
    path("pesanan/<int:pk>/terima/", views.receive_order, name="receive-order"),
    path("pesanan/hasil/<int:pk>/", views.order_from_outcome, name="order-from-outcome"),
    path("pesanan/panel/hasil/<int:pk>/", views.outcome_panel, name="outcome-panel"),
    path("perjanjian/panel/<int:pk>/pesanan/", views.agreement_panel, name="agreement-panel"),
]
