"""Planning a day, inviting, chasing."""

from django.urls import path
from django.urls.resolvers import URLPattern

from gandeng.meetings.views import chasing, days, inviting, sending, venue

urlpatterns: list[URLPattern] = [
    path("temu/", days.days, name="days"),
    path("temu/baru/", days.new_day, name="new-day"),
    path("temu/<int:pk>/", days.day, name="day"),
    path("temu/<int:pk>/hitungan/", days.day_counts, name="day-counts"),
    path("temu/<int:pk>/ubah/", days.change_day, name="change-day"),
    path("temu/<int:pk>/batalkan/", days.cancel_day, name="cancel-day"),
    path("temu/<int:pk>/tempat/", venue.venue, name="venue"),
    path("temu/<int:pk>/tempat/slot/", venue.lay_out, name="lay-out"),
    path("temu/<int:pk>/tempat/slot/coba/", venue.preview_slots, name="preview-slots"),
    path("temu/<int:pk>/tempat/meja/", venue.add_tables, name="add-tables"),
    path("temu/<int:pk>/tempat/letak/", venue.place_tables, name="place-tables"),
    path("temu/meja/<int:pk>/", venue.table, name="table"),
    path("temu/meja/<int:pk>/hapus/", venue.remove_table, name="remove-table"),
    path("temu/<int:pk>/undangan/", inviting.invitations, name="invitations"),
    path("temu/<int:pk>/undangan/pilih/", inviting.choose, name="choose-invitees"),
    path("temu/<int:pk>/undangan/kirim/", sending.sending, name="sending"),
    path("temu/<int:pk>/undangan/kirim/email/", sending.send_mails, name="send-mails"),
    path("temu/<int:pk>/undangan/surat.pdf", sending.letters, name="letters"),
    path("temu/<int:pk>/undangan/surat/terkirim/", sending.letters_sent, name="letters-sent"),
    path("temu/undangan/<int:pk>/", inviting.invitation, name="invitation"),
    path("temu/undangan/<int:pk>/alamat/", inviting.address, name="address"),
    path("temu/undangan/<int:pk>/tarik/", inviting.withdraw, name="withdraw"),
    path("temu/undangan/<int:pk>/undang-lagi/", inviting.renew, name="renew"),
    path("temu/undangan/<int:pk>/ganti-tautan/", inviting.renew_link, name="renew-link"),
    path("temu/undangan/<int:pk>/kirim-email/", sending.send_one, name="send-one"),
    path("temu/undangan/<int:pk>/terkirim/", sending.mark_sent, name="mark-sent"),
    path("temu/<int:pk>/hubungi/", chasing.chase, name="chase"),
    path("temu/<int:pk>/hubungi/hitungan/", chasing.chase_counts, name="chase-counts"),
    path("temu/undangan/<int:pk>/panggilan/", chasing.call, name="call"),
]
