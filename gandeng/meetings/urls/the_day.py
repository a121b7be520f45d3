"""While the day runs: desks, proposals, the big screen."""

from django.urls import path
from django.urls.resolvers import URLPattern

from gandeng.meetings.views import desk, screen, the_day

urlpatterns: list[URLPattern] = [
    path("temu/<int:pk>/hari/", the_day.the_day, name="the-day"),
    path("temu/<int:pk>/hari/jalan/", the_day.move_day, name="move-day"),
    path("temu/<int:pk>/hari/geser/", the_day.shift_slots, name="shift-slots"),
    path("temu/<int:pk>/hari/tidak-datang/", the_day.mark_missing, name="mark-missing"),
    path("temu/<int:pk>/usulan/", the_day.proposal, name="proposal"),
    path("temu/<int:pk>/usulan/hitung/", the_day.propose_again, name="propose-again"),
    path("temu/usulan/<int:pk>/", the_day.decide_proposal, name="decide-proposal"),
    path("temu/<int:pk>/kabar/", the_day.notices, name="notices"),
    path("temu/<int:pk>/kabar/<int:guest>/", the_day.tell_notice, name="tell-notice"),
    path("temu/<int:pk>/meja/", desk.desk, name="desk"),
    path("temu/<int:pk>/meja/sw.js", desk.desk_worker, name="desk-worker"),
    path("temu/<int:pk>/meja/kirim/", desk.send_presence, name="send-presence"),
    path("temu/<int:pk>/meja/keadaan/", desk.desk_now, name="desk-now"),
    path("temu/<int:pk>/meja/foto/", desk.read_code, name="read-code"),
    path("temu/<int:pk>/meja/nama/", desk.known_names, name="known-names"),
    path("temu/<int:pk>/layar/", screen.show_screen, name="show-screen"),
    path("lencana/<str:code>/", desk.badge, name="badge"),
    path("layar/<str:token>/", screen.screen, name="screen"),
    path("layar/<str:token>/keadaan/", screen.screen_now, name="screen-now"),
    path("layar/<str:token>/ikut/", screen.screen_stream, name="screen-stream"),
]
