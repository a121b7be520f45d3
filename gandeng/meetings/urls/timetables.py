"""The timetable: calculating, versions, board, papers."""

from django.urls import path
from django.urls.resolvers import URLPattern

from gandeng.meetings.views import board, papers, timetables, versions

urlpatterns: list[URLPattern] = [
    path("temu/<int:pk>/jadwal/", timetables.timetables, name="timetables"),
    path("temu/<int:pk>/jadwal/hitung/", timetables.calculate, name="calculate"),
    path("temu/<int:pk>/jadwal/perhitungan/", timetables.run_now, name="run-now"),
    path("temu/perhitungan/<int:pk>/hentikan/", timetables.stop_run, name="stop-run"),
    path("temu/jadwal/<int:pk>/", versions.timetable, name="timetable"),
    path("temu/jadwal/<int:pk>/tidak-terpenuhi/", versions.unmet, name="unmet"),
    path("temu/jadwal/<int:pk>/bandingkan/", versions.compare, name="compare"),
    path("temu/jadwal/<int:pk>/berlakukan/", versions.publish, name="publish"),
    path("temu/jadwal/<int:pk>/buang/", versions.discard, name="discard"),
    path("temu/jadwal/<int:pk>/papan/", board.board, name="board"),
    path("temu/jadwal/<int:pk>/papan/keadaan/", board.board_state, name="board-state"),
    path("temu/jadwal/<int:pk>/papan/ubah/", board.change_board, name="change-board"),
    path("temu/jadwal/<int:pk>/salin/", board.copy, name="copy-timetable"),
    path("temu/<int:pk>/kertas/", papers.papers, name="papers"),
    path("temu/jadwal/<int:pk>/kertas/<slug:kind>.pdf", papers.paper, name="paper"),
]
