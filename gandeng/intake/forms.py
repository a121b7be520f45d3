"""What an officer sends: files, and which rows of a report they look at."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gandeng.ui.files import FilesField, SeveralFiles


class UploadForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    files = FilesField(  # type: ignore[assignment]  # a form has files; its field is taken out of the class
        label=_("Berkas"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods) atau .csv; boleh beberapa sekaligus."),
        widget=SeveralFiles(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv"}),
    )
