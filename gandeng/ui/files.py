"""Files on their way in and out: a form field for several at once, and what was kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 25 * 1024 * 1024


def opened(kept: FieldFile) -> File[bytes]:
    """What was kept, to be read. Raises Http404 where a row outlived its file (a backup put back
    without its files): such a thing is not there."""
    try:
        return kept.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files of at most 25 MB each."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(file, initial) for file in files]
        for file in cleaned:
            if file.size > MOST_BYTES:
                raise forms.ValidationError(
                    _("“%(name)s” lebih besar dari 25 MB. Hapus gambarnya atau pecah berkasnya."),
                    params={"name": file.name},
                )
        return cleaned
