"""Search that understands how people type product names. Pure: it has never heard of Django."""

from gandeng.catalogue.core.ranking import Document, Hit, Index
from gandeng.catalogue.core.sizes import Size
from gandeng.catalogue.core.understanding import Query, Term, understand

__all__ = ["Document", "Hit", "Index", "Query", "Size", "Term", "understand"]
