"""A stack of several hundred scanned pages: read by the worker, kept all together or not at all."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from gandeng.agreements import actions, queries
from gandeng.agreements.actions import stacks
from gandeng.agreements.models import Ceremony, Scan, Stack
from gandeng.agreements.states import StackState
from gandeng.kernel import clock, serving
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.people.samples import a_person
from gandeng.programmes.models import Member

from .test_ceremony import a_batch, a_scanner, office  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


class Hour:
    """A ceremony of one offered paper, and a stack of more scanned pages than are read at once."""

    def __init__(self, programme, officer, client, monkeypatch) -> None:
        monkeypatch.setattr(stacks, "MOST_AT_ONCE", 2)
        monkeypatch.setattr(stacks, "LOOK_SECONDS", 0.0)
        self.officer, self.client = officer, client
        self.ceremony, _drafts = a_batch(programme, officer, 1)
        actions.offer_all(self.ceremony, by=officer, at=clock.now())
        (entry,) = queries.entries_of(self.ceremony)
        self.paper = entry.agreement
        client.force_login(officer)
        self.page = reverse("agreements:ceremony", args=[self.ceremony.pk])
        run = client.get(reverse("agreements:print-run", args=[self.ceremony.pk])).content
        self.pages = len(pypdfium2.PdfDocument(run))
        assert self.pages > 2
        self.pdf = a_scanner(run, list(range(self.pages)), covered=1)

    def upload(self) -> str:
        file = SimpleUploadedFile("tumpukan.pdf", self.pdf, "application/pdf")
        url = reverse("agreements:take-in-scans", args=[self.ceremony.pk])
        return self.client.post(url, {"files": [file]}, follow=True).content.decode()

    def queue(self) -> Stack:
        taken = actions.take_in_files(
            self.ceremony, [("tumpukan.pdf", self.pdf)], by=self.officer, at=clock.now()
        )
        assert (taken.pages, taken.queued, taken.refused) == (0, self.pages, [])
        return Stack.objects.get()

    def now(self):
        url = reverse("agreements:scans-now", args=[self.ceremony.pk])
        return self.client.get(url, headers={"HX-Request": "true"})


@pytest.fixture
def hour(office, client, monkeypatch):  # noqa: F811 -- the fixture
    return Hour(*office, client, monkeypatch)


def test_a_stack_waits_is_read_and_every_page_finds_its_paper(
    hour, django_capture_on_commit_callbacks
):
    page = hour.upload()
    assert f"{hour.pages} halaman diterima dan sedang dibaca." in page
    assert f"0 / {hour.pages}" in page
    assert not Scan.objects.exists()
    stack = Stack.objects.get()
    queued = DBTaskResult.objects.get()
    assert queued.task_path.endswith("stacks.read_stack")
    assert queued.args_kwargs == {"args": [stack.pk], "kwargs": {}}
    storage, name = stack.file.storage, stack.file.name
    assert storage.exists(name)

    said = []
    tell = stacks._tell

    def noting(one, count):
        tell(one, count)
        # nothing is kept before the last page was read
        said.append((Stack.objects.get().read_count, Scan.objects.count()))

    with (
        mock.patch.object(stacks, "_tell", noting),
        django_capture_on_commit_callbacks(execute=True),
    ):
        stacks.read_stack.call(stack.pk)
    assert said == [(count, 0) for count in range(1, hour.pages + 1)]
    stack.refresh_from_db()
    assert (stack.state, stack.failure) == (StackState.READ, "")
    assert stack.read_count == stack.found_count == hour.pages
    assert set(Scan.objects.values_list("agreement", "by")) == {(hour.paper.pk, hour.officer.pk)}
    assert not storage.exists(name)
    assert hour.now().headers["HX-Refresh"] == "true"
    page = hour.client.get(hour.page).content.decode()
    assert f"{hour.pages} halaman diterima, {hour.pages} menemukan perjanjiannya." in page
    # read once more by a second worker, it stays as it is
    stacks.read_stack.call(stack.pk)
    assert Scan.objects.count() == hour.pages


def test_few_pages_are_read_while_one_waits(hour, monkeypatch):
    monkeypatch.setattr(stacks, "MOST_AT_ONCE", hour.pages)
    assert "halaman diterima," in hour.upload()
    assert Scan.objects.count() == hour.pages
    assert not Stack.objects.exists()


def test_many_files_of_a_page_are_many_pages(hour):
    files = [(f"{number}.pdf", hour.pdf) for number in range(2)]
    taken = actions.take_in_files(
        hour.ceremony, [*files, ("x.pdf", b"%PDF-nothing")], by=hour.officer, at=clock.now()
    )
    assert taken.queued == 2 * hour.pages
    assert [name for name, _sentence in taken.refused] == ["x.pdf"]
    assert Stack.objects.count() == DBTaskResult.objects.count() == 2


def test_a_killed_worker_leaves_nothing_half_done_and_the_stack_can_be_read_again(hour):
    stack, now = hour.queue(), clock.now()

    class Killed(BaseException):
        pass

    def dies(_stack, count):
        if count == 2:
            raise Killed

    with mock.patch.object(stacks, "_tell", dies), pytest.raises(Killed):
        stacks.read_stack.call(stack.pk)
    stack.refresh_from_db()
    assert stack.state == StackState.READING
    assert not Scan.objects.exists()
    assert actions.give_up_silent_stacks(hour.ceremony, at=now + timedelta(seconds=50)) == 0
    assert actions.give_up_silent_stacks(hour.ceremony, at=now + timedelta(seconds=70)) == 1
    page = hour.client.get(hour.page).content.decode()
    assert "Pembacaan terputus di tengah jalan" in page
    again = hour.client.post(reverse("agreements:read-again", args=[stack.pk]), follow=True)
    assert f"0 / {hour.pages}" in again.content.decode()
    stacks.read_stack.call(stack.pk)
    assert Scan.objects.count() == hour.pages


def test_a_worker_given_up_that_comes_back_keeps_nothing(hour):
    stack = hour.queue()
    real = stacks.pages_in

    def given_up(content):
        yield from real(content)
        Stack.objects.update(state=StackState.FAILED)

    with mock.patch.object(stacks, "pages_in", given_up):
        stacks.read_stack.call(stack.pk)
    assert Stack.objects.get().state == StackState.FAILED
    assert not Scan.objects.exists()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"keep_pages": mock.Mock(side_effect=OSError)}, "kesalahan program"),
        ({"pages_in": mock.Mock(side_effect=stacks.UnreadableScan("not_a_scan"))}, "bukan foto"),
    ],
)
def test_whatever_goes_wrong_ends_with_a_sentence_and_no_page(hour, broken, said):
    stack = hour.queue()
    with mock.patch.multiple(stacks, **broken):
        stacks.read_stack.call(stack.pk)
    stack.refresh_from_db()
    assert stack.state == StackState.FAILED
    assert said in stack.failure
    assert not Scan.objects.exists()
    english = hour.client.get(hour.page, headers={"Cookie": "gandeng_language=en"})
    assert stack.failure not in english.content.decode()


def test_who_may_not_bring_scans_any_more_brings_none(hour):
    stack = hour.queue()
    Member.objects.filter(person=hour.officer).update(ended_at=clock.now())
    stacks.read_stack.call(stack.pk)
    stack.refresh_from_db()
    assert stack.state == StackState.FAILED
    assert "kesalahan program" not in stack.failure
    assert not Scan.objects.exists()


def test_a_worker_told_to_stop_does_so_between_two_pages(hour, monkeypatch):
    stack = hour.queue()
    monkeypatch.setattr(serving, "goes_on", lambda: False)
    stacks.read_stack.call(stack.pk)
    stack.refresh_from_db()
    assert (stack.state, stack.failure) == (StackState.FAILED, stacks.CUT_OFF)
    assert not Scan.objects.exists()


def test_a_stack_that_failed_is_thrown_away_with_its_file(hour, django_capture_on_commit_callbacks):
    stack = hour.queue()
    storage, name = stack.file.storage, stack.file.name
    with pytest.raises(Refusal):
        actions.discard_stack(stack, by=hour.officer, at=clock.now())
    Stack.objects.update(state=StackState.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        hour.client.post(reverse("agreements:discard-stack", args=[stack.pk]))
    assert not storage.exists(name)
    assert "tumpukan.pdf: " not in hour.client.get(hour.page).content.decode()
    stacks.read_stack.call(stack.pk)
    assert Stack.objects.get().state == StackState.DISCARDED


def test_strangers_neither_bring_stacks_nor_touch_them(hour):
    stack, stranger = hour.queue(), a_person()
    Stack.objects.update(state=StackState.FAILED)
    stack.refresh_from_db()
    for act in (
        lambda: actions.take_in_files(hour.ceremony, [], by=stranger, at=clock.now()),
        lambda: actions.read_again(stack, by=stranger, at=clock.now()),
        lambda: actions.discard_stack(stack, by=stranger, at=clock.now()),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(queries.stacks_for(hour.officer)) == [stack]
    assert list(queries.stacks_for(stranger)) == []
    assert Ceremony.objects.get() == hour.ceremony
