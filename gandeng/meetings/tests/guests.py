"""The page behind a link, for tests of what stands on it."""

from __future__ import annotations

from typing import Any

import pytest

from gandeng.meetings.models import Invitation
from gandeng.meetings.queries.links import token_of
from gandeng.meetings.samples import an_invitation
from gandeng.meetings.states import InvitationState


@pytest.fixture
def invitation() -> Invitation:
    return an_invitation(state=InvitationState.SENT)


def link(invitation: Invitation, *more: str) -> str:
    return "/".join(["/u", token_of(invitation), *more, ""])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())
