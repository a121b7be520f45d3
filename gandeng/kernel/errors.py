"""How the business says no."""

from __future__ import annotations


class Refusal(Exception):
    """An anticipated no: a code for programs and a sentence a person can act on.

    ``field`` names the form field it belongs to, if one does.
    """

    def __init__(self, code: str, message: object, *, field: str | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refusal):
    """This person may not do this. Pages answer 403, programs get the code."""
