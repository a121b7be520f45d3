"""Personal numbers at rest: sealed so that a stolen database shows nothing, with a keyed
fingerprint so that equal numbers can still be found (UU 27/2022, data minimisation)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _derive(secret: str, purpose: bytes) -> bytes:
    return hmac.new(secret.encode(), b"gandeng/" + purpose, hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(_derive(secret, b"seal"))) for secret in secrets]
    )


def _secrets() -> tuple[str, ...]:
    return tuple(settings.GANDENG_SEALING_KEYS)


def seal(text: str) -> str:
    """Encrypt; the first key seals, every key opens (so keys can be changed)."""
    return _box(_secrets()).encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """Decrypt. Raises ValueError when no key fits."""
    if not token:
        return ""
    try:
        return _box(_secrets()).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("sealed with a key this installation does not have") from error


def seal_bytes(content: bytes) -> bytes:
    """Encrypt a file's content."""
    return _box(_secrets()).encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """Decrypt a file's content. Raises ValueError when no key fits."""
    try:
        return _box(_secrets()).decrypt(token)
    except InvalidToken as error:
        raise ValueError("sealed with a key this installation does not have") from error


def fingerprint(text: str) -> str:
    """A keyed digest of the text: equal texts, equal fingerprints; nothing can be read back."""
    if not text:
        return ""
    key = _derive(_secrets()[-1], b"fingerprint")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def mask(text: str, *, head: int = 4, tail: int = 2) -> str:
    """``3215**********01``: enough to recognise, not enough to use."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
