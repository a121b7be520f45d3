"""What an officer sends: files, and which rows of a report they look at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 25 * 1024 * 1024


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


class UploadForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    files = FilesField(  # type: ignore[assignment]  # a form has files; its field is taken out of the class
        label=_("Berkas"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods) atau .csv; boleh beberapa sekaligus."),
        widget=SeveralFiles(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv"}),
    )
