"""The pages of import and export in the admin."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm, ImportForm
from import_export.tmp_storages import BaseStorage

from exercises.admin.import_export.formats import FORMATS, explain

MAX_FILE_BYTES = 5_000_000  # bytes
PENDING = timedelta(days=1)
GONE = _("This file was imported already, or waited for more than a day. Choose it again.")
NAME = re.compile(r"[0-9a-f]{32}\Z")


class PendingImportStorage(BaseStorage):
    """A file between its dry run and its import: under a random name, where every machine finds it."""

    @property
    def path(self) -> str:
        if not NAME.match(self.name or ""):
            raise SuspiciousFileOperation("This is no file that waits to be imported.")
        return str(self.name)

    @property
    def files(self) -> Storage:
        """Where such files wait."""
        return storages["imports"]

    def save(self, data: bytes | str) -> None:
        """Keep the file; those that nobody came back for within a day go."""
        self._delete_forgotten()
        self.name = uuid4().hex
        self.files.save(self.path, ContentFile(data.encode() if isinstance(data, str) else data))

    def read(self) -> bytes | str:
        """The file. Raises `FileNotFoundError`."""
        with self.files.open(self.path) as file:
            data: bytes = file.read()
        return data.decode(self.encoding) if self.encoding else data

    def remove(self) -> None:
        """Delete the file, if it is still there."""
        self.files.delete(self.path)

    def _delete_forgotten(self) -> None:
        try:
            names = self.files.listdir("")[1]
        except FileNotFoundError:  # the first of all: there is no folder yet
            return
        before = timezone.now() - PENDING
        for name in names:
            with suppress(FileNotFoundError):  # somebody else deleted it just now
                if self.files.get_modified_time(name) < before:
                    self.files.delete(name)


class ImportFileForm(ImportForm):
    """The file to import."""

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB: import it in parts."))
        return file


class CatalogueImportExportMixin(ImportExportMixin):
    """Import and export of a model's `resource_classes`: adding and changing, and looking."""

    import_formats: ClassVar[Any] = FORMATS
    export_formats: ClassVar[Any] = FORMATS
    import_form_class = ImportFileForm
    export_form_class = ExportForm
    tmp_storage_class = PendingImportStorage

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Those who may add and change rows may import them."""
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Those who may look at rows may export them."""
        return bool(self.has_view_permission(request))

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """The rows that the list's filters leave. Raises `BadRequest` for a form that names none of them.

        A page with such an address is shown without its query, as all of the administration are.
        """
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as error:
            if request.method != "POST":
                raise
            raise BadRequest(_("There is no such filter: export from the list of rows.")) from error

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Say why the file cannot be read."""
        form.add_error("import_file", explain(e))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import the file that waits; one that no longer does is to be chosen again."""
        try:
            response: HttpResponse = super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, GONE)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        return response
