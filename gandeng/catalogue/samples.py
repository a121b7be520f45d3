"""Sample listings."""

from __future__ import annotations

from typing import Any

from gandeng.certificates.samples import certified
from gandeng.curation import actions as curation
from gandeng.curation.samples import a_submission, assessed
from gandeng.kernel import clock
from gandeng.organisations.models import Organisation
from gandeng.products.models import Product
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

from . import actions
from .models import Listing


def an_accepted_product(
    maker: Organisation | None = None, name: str = "", **values: Any
) -> Product:
    """A certified product the judges liked."""
    product = certified(a_product(maker, name, **values))
    officer = an_officer(product.programme)
    curation.decide(assessed(a_submission(product)), by=officer, at=clock.now())
    return product


def a_listing(maker: Organisation | None = None, name: str = "", **values: Any) -> Listing:
    """A product in the catalogue."""
    product = an_accepted_product(maker, name, **values)
    officer = an_officer(product.programme)
    return actions.list_product(product, by=officer, at=clock.now())
