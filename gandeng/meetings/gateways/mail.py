"""Invitations by e-mail, over one connection for many."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

# a server that does not answer must not hold the page
SECONDS_TO_ANSWER = 10


class NotSent(Exception):
    """``code``: ``refused`` (this address), ``malformed`` (this address or name), ``unreachable``
    (the server: the next one will fare no better)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Outbox:
    """A connection to the mail server while the ``with`` block lasts."""

    def __init__(self) -> None:
        self.connection: Any = get_connection(timeout=SECONDS_TO_ANSWER)

    def __enter__(self) -> Outbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def send(self, address: str, message: Any, text: str, *, sender: str) -> None:
        """Send a ``queries.messages.Message`` with its text, in the name of ``sender`` from the
        installation's address. Raises NotSent."""
        _name, own = parseaddr(settings.DEFAULT_FROM_EMAIL)
        mail = EmailMultiAlternatives(
            subject=message.subject,
            body=text,
            from_email=formataddr((sender, own)),
            to=[address],
            connection=self.connection,
        )
        html = render_to_string("meetings/mail/invitation.html", {"message": message})
        mail.attach_alternative(html, "text/html")
        try:
            self.connection.open()
        except (SMTPException, OSError) as error:
            raise NotSent("unreachable") from error
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            raise NotSent("refused") from error
        except ValueError as error:
            raise NotSent("malformed") from error
        except (SMTPException, OSError) as error:
            raise NotSent("unreachable") from error
