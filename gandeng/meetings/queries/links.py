"""The signed link of an invitation: whoever holds it may answer for that organisation; and what its
badge says, which answers for nobody."""

from __future__ import annotations

import secrets

from django.core import signing
from django.http import Http404

from gandeng.meetings.models import Invitation
from gandeng.meetings.rules import Guest
from gandeng.meetings.states import InvitationState

_signer = signing.Signer(salt="gandeng.meetings.invitation")
_badge_signer = signing.Signer(salt="gandeng.meetings.badge")
# enough of an HMAC that nobody guesses, few enough characters that a letter's QR stays coarse
_SIGNATURE_CHARACTERS = 16


def new_link_key() -> str:
    """Random; drawn anew to make older links void."""
    return secrets.token_urlsafe(9)


def token_of(invitation: Invitation) -> str:
    """What stands in ``/u/<token>/``: the key and a short signature over it."""
    key = invitation.link_key
    return f"{key}.{_signer.signature(key)[:_SIGNATURE_CHARACTERS]}"


def badge_of(invitation: Invitation) -> str:
    """What a badge says: enough for a desk of the day to know it, and nothing else. A badge is worn
    for everybody to photograph, so it is no link to anybody's answers."""
    return _badge_signer.signature(str(invitation.pk))[:_SIGNATURE_CHARACTERS]


def guest_of(token: str) -> Guest:
    """Who holds this link. Raises Http404 where the link is not ours, void, or withdrawn."""
    key, dot, signature = token.rpartition(".")
    if not dot or not secrets.compare_digest(
        signature.encode(), _signer.signature(key)[:_SIGNATURE_CHARACTERS].encode()
    ):
        raise Http404
    invitation = (
        Invitation.objects.select_related("organisation", "day", "programme")
        .filter(link_key=key)
        .exclude(state=InvitationState.WITHDRAWN)
        .first()
    )
    if invitation is None:
        raise Http404
    return Guest(invitation)
