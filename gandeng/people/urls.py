"""Where people sign in and keep their account."""

from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("masuk/", views.SignIn.as_view(), name="sign-in"),
    path("keluar/", views.sign_out, name="sign-out"),
    path("akun/", views.account, name="account"),
    path("akun/sandi/", views.change_password, name="change-password"),
    path("akun/peramban/lain/keluarkan/", views.end_other_sign_ins, name="end-other-sign-ins"),
    path("akun/peramban/<int:pk>/keluarkan/", views.end_sign_in, name="end-sign-in"),
    path("sandi/lupa/", views.Forgotten.as_view(), name="forgotten"),
    path("sandi/lupa/terkirim/", views.forgotten_sent, name="forgotten-sent"),
    path("sandi/baru/<str:uid>/<str:token>/", views.set_password, name="set-password"),
]
