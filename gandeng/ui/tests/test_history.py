"""A trace reads as words: what the field is called, what it was, what it became."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django.db import models

from gandeng.kernel.fields import MoneyField, RateField
from gandeng.ui import history


class Offer(models.Model):
    """A thing that exists only to be changed in these tests; it has no table."""

    price = MoneyField("harga")
    margin = RateField("margin")
    state = models.CharField("status", choices=[("draft", "Konsep"), ("offered", "Ditawarkan")])
    is_open = models.BooleanField("terbuka")
    decided_at = models.DateTimeField("diputuskan", null=True)
    moved = models.JSONField(default=dict)
    owner = models.ForeignKey("self", on_delete=models.CASCADE, null=True)

    class Meta:
        app_label = "ui"
        managed = False

    def __str__(self):
        return "Tawaran"


def line(before, after, **more):
    trace = SimpleNamespace(
        by_name="Euis", verb="reprice", at=datetime(2026, 11, 24, tzinfo=UTC), note=""
    )
    trace.before, trace.after = before, after
    trace.__dict__.update(more)
    return history.line_of(trace, Offer())


def test_values_are_shown_as_people_write_them():
    changes = line(
        {"price": 17000, "margin": 1000, "state": "draft", "is_open": False},
        {"price": 18500, "margin": 1250, "state": "offered", "is_open": True},
    ).changes
    assert [(change.label, change.before, change.after) for change in changes] == [
        ("Harga", "Rp17.000", "Rp18.500"),
        ("Margin", "10%", "12,5%"),
        ("Status", "Konsep", "Ditawarkan"),
        ("Terbuka", "tidak", "ya"),
    ]


def test_what_stayed_or_says_nothing_is_left_out():
    before = {"price": 17000, "owner_id": 1, "long_gone": "a"}
    after = {"price": 17000, "owner_id": 2, "long_gone": "b", "state": "draft"}
    assert line(before, after).changes == ()


def test_an_instant_reads_as_a_day_and_what_programs_keep_stays_out():
    (change,) = line(
        {"decided_at": None, "moved": {}},
        {"decided_at": "2026-11-24T16:31:05Z", "moved": {"kept": 1}},
    ).changes
    assert change == history.Change("Diputuskan", "–", "24 Nov 2026, 23.31")


def test_something_emptied_is_a_dash_and_the_system_has_a_name():
    emptied = line({"price": 17000}, {"price": None}, by_name="")
    assert emptied.changes == (history.Change("Harga", "Rp17.000", "–"),)
    assert emptied.who == "Sistem"
