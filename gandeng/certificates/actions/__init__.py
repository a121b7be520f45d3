"""The verbs of certificates: add, renew, correct, confirm, verify, reject."""

from .checking import reject_certificate, reopen_certificate, verify_certificate
from .examining import reexamine
from .recording import (
    add_certificate,
    add_many,
    attach_file,
    confirm_unchanged,
    correct_certificate,
    renew_certificate,
)

__all__ = [
    "add_certificate",
    "add_many",
    "attach_file",
    "confirm_unchanged",
    "correct_certificate",
    "reexamine",
    "reject_certificate",
    "renew_certificate",
    "reopen_certificate",
    "verify_certificate",
]
