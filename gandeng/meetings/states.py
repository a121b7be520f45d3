"""The life of a day, an invitation, a timetable, a proposal; and the words of the day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gandeng.kernel.states import Flow, Move


class DayState(models.TextChoices):
    PLANNED = "planned", _("Disiapkan")
    INVITING = "inviting", _("Undangan berjalan")
    RUNNING = "running", _("Sedang berlangsung")
    ENDED = "ended", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


DAY_FLOW = Flow(
    open_invitations=Move({DayState.PLANNED}, DayState.INVITING),
    start=Move({DayState.INVITING}, DayState.RUNNING),
    end=Move({DayState.RUNNING}, DayState.ENDED),
    resume=Move({DayState.ENDED}, DayState.RUNNING),
    cancel=Move({DayState.PLANNED, DayState.INVITING}, DayState.CANCELLED),
)

DAY_TONES = {
    DayState.PLANNED: "quiet",
    DayState.INVITING: "info",
    DayState.RUNNING: "ok",
    DayState.ENDED: "quiet",
    DayState.CANCELLED: "bad",
}


class Side(models.TextChoices):
    """Who a party is at the tables."""

    BUYER = "buyer", _("Pembeli")
    MAKER = "maker", _("UMKM")


class InvitationState(models.TextChoices):
    """What an organisation said. An answer may change until the day."""

    LISTED = "listed", _("Belum dikirim")
    SENT = "sent", _("Belum menjawab")
    COMING = "coming", _("Hadir")
    NOT_COMING = "not_coming", _("Tidak hadir")
    WITHDRAWN = "withdrawn", _("Undangan ditarik")


ANSWERABLE = {
    InvitationState.LISTED,
    InvitationState.SENT,
    InvitationState.COMING,
    InvitationState.NOT_COMING,
}

INVITATION_FLOW = Flow(
    send=Move({InvitationState.LISTED}, InvitationState.SENT),
    accept=Move(ANSWERABLE, InvitationState.COMING),
    decline=Move(ANSWERABLE, InvitationState.NOT_COMING),
    withdraw=Move(ANSWERABLE, InvitationState.WITHDRAWN),
    renew=Move({InvitationState.WITHDRAWN}, InvitationState.LISTED),
)

INVITATION_TONES = {
    InvitationState.LISTED: "quiet",
    InvitationState.SENT: "warn",
    InvitationState.COMING: "ok",
    InvitationState.NOT_COMING: "bad",
    InvitationState.WITHDRAWN: "quiet",
}


class Channel(models.TextChoices):
    """How an invitation went out, or an answer came in."""

    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    LETTER = "letter", _("Surat cetak")
    PHONE = "phone", _("Telepon")
    LINK = "link", _("Tautan undangan")
    FORM = "form", _("Formulir daring")
    DESK = "desk", _("Meja panitia")


class WhyNotComing(models.TextChoices):
    OTHER_EVENT = "other_event", _("Ada acara lain")
    NO_ONE_FREE = "no_one_free", _("Tidak ada yang bisa ditugaskan")
    NO_PERMIT = "no_permit", _("Tidak mendapat izin perusahaan")
    TOO_FAR = "too_far", _("Terlalu jauh")
    NO_NEED = "no_need", _("Belum butuh produk baru")
    OTHER = "other", _("Lainnya")


class CallResult(models.TextChoices):
    """What came of a phone call or a message to a silent invitee."""

    REACHED = "reached", _("Bicara, belum pasti")
    WILL_COME = "will_come", _("Bilang hadir")
    WILL_NOT = "will_not", _("Bilang tidak hadir")
    NO_ANSWER = "no_answer", _("Tidak diangkat")
    WRONG_NUMBER = "wrong_number", _("Nomor salah")
    CALL_LATER = "call_later", _("Minta dihubungi lagi")


class Order(models.TextChoices):
    """What the office decides over a pair."""

    REQUIRE = "require", _("Wajib bertemu")
    FORBID = "forbid", _("Jangan dipertemukan")


class TimetableState(models.TextChoices):
    DRAFT = "draft", _("Konsep")
    PUBLISHED = "published", pgettext_lazy("jadwal", "Berlaku")
    SUPERSEDED = "superseded", _("Diganti versi baru")
    DISCARDED = "discarded", _("Dibuang")


TIMETABLE_FLOW = Flow(
    publish=Move({TimetableState.DRAFT, TimetableState.SUPERSEDED}, TimetableState.PUBLISHED),
    supersede=Move({TimetableState.PUBLISHED}, TimetableState.SUPERSEDED),
    discard=Move({TimetableState.DRAFT}, TimetableState.DISCARDED),
)

TIMETABLE_TONES = {
    TimetableState.DRAFT: "info",
    TimetableState.PUBLISHED: "ok",
    TimetableState.SUPERSEDED: "quiet",
    TimetableState.DISCARDED: "quiet",
}


class RunState(models.TextChoices):
    """A calculation in the background."""

    QUEUED = "queued", _("Menunggu giliran")
    RUNNING = "running", _("Menghitung")
    DONE = "done", _("Selesai")
    STOPPED = "stopped", _("Dihentikan")
    FAILED = "failed", _("Gagal")


RUN_FLOW = Flow(
    begin=Move({RunState.QUEUED}, RunState.RUNNING),
    finish=Move({RunState.RUNNING}, RunState.DONE),
    stop=Move({RunState.QUEUED, RunState.RUNNING}, RunState.STOPPED),
    fail=Move({RunState.QUEUED, RunState.RUNNING}, RunState.FAILED),
)


class Presence(models.TextChoices):
    """Where a party is on the day, as last noted at a desk."""

    EXPECTED = "expected", _("Belum datang")
    PRESENT = "present", _("Sudah datang")
    LATE = "late", _("Terlambat")
    LEFT = "left", _("Sudah pulang")
    ABSENT = "absent", _("Tidak datang")


PRESENCE_TONES = {
    Presence.EXPECTED: "quiet",
    Presence.PRESENT: "ok",
    Presence.LATE: "warn",
    Presence.LEFT: "quiet",
    Presence.ABSENT: "bad",
}


class ProposalState(models.TextChoices):
    OPEN = "open", _("Menunggu keputusan")
    ACCEPTED = "accepted", _("Dipakai")
    DECLINED = "declined", _("Tidak dipakai")
    STALE = "stale", _("Kedaluwarsa")


PROPOSAL_FLOW = Flow(
    accept=Move({ProposalState.OPEN}, ProposalState.ACCEPTED),
    decline=Move({ProposalState.OPEN}, ProposalState.DECLINED),
    outdate=Move({ProposalState.OPEN}, ProposalState.STALE),
)


class PriceReaction(models.TextChoices):
    CHEAP = "cheap", _("Murah")
    FITTING = "fitting", _("Pas")
    DEAR = "dear", _("Kemahalan")


class Result(models.TextChoices):
    """What was said at the table."""

    ORDER = "order", _("Pesan percobaan")
    AGREEMENT = "agreement", _("Sepakat kerja sama")
    SAMPLE = "sample", _("Minta contoh dulu")
    TALK_LATER = "talk_later", _("Bicara lagi")
    NO = "no", _("Belum cocok")
    NOT_HELD = "not_held", _("Tidak jadi bertemu")


PROMISES = {Result.ORDER, Result.AGREEMENT}

RESULT_TONES = {
    Result.ORDER: "ok",
    Result.AGREEMENT: "ok",
    Result.SAMPLE: "info",
    Result.TALK_LATER: "info",
    Result.NO: "quiet",
    Result.NOT_HELD: "warn",
}


class Scheme(models.TextChoices):
    """As the agreements will have it; here it is only what was said."""

    CONSIGNMENT = "consignment", _("Titip jual")
    OUTRIGHT = "outright", _("Beli putus")
