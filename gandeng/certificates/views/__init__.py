"""The pages of certificates."""

from .one import (
    attach_file,
    certificate,
    confirm,
    correct,
    file,
    new_for_maker,
    new_for_product,
    reject,
    renew,
    reopen,
    verify,
)
from .register import certificates, maker_panel, product_panel

__all__ = [
    "attach_file",
    "certificate",
    "certificates",
    "confirm",
    "correct",
    "file",
    "maker_panel",
    "new_for_maker",
    "new_for_product",
    "product_panel",
    "reject",
    "renew",
    "reopen",
    "verify",
]
