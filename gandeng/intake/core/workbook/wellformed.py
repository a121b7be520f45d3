"""Refuse broken or self-expanding XML before the fast reader sees it.

The Rust reader waits for ever for the end of an element that never ends; expat, with nothing
to build and every document type refused (so no entities exist), costs a tenth of a second.
"""

from __future__ import annotations

import zipfile
from typing import NoReturn
from xml.parsers import expat

from gandeng.intake.core.workbook.archives import read_pieces
from gandeng.intake.core.workbook.refusals import refuse


def check_xml_parts(archive: zipfile.ZipFile) -> None:
    """Raise Unreadable when a part that should be XML is not well formed, or has a DOCTYPE."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            _check_part(archive, name)


def _refuse_doctype(*_declaration: object) -> NoReturn:
    refuse("damaged")


def _check_part(archive: zipfile.ZipFile, name: str) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    is_empty = True
    try:
        for piece in read_pieces(archive, name):
            is_empty = False
            parser.Parse(piece, False)
        if not is_empty:
            parser.Parse(b"", True)
    except expat.ExpatError:
        refuse("damaged")
