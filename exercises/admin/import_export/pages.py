"""The pages of import and export in the admin."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
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
from exercises.admin.import_export.jobs import EXPORT, IMPORT, leave_to_workers
from exercises.jobs.run import is_worker

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
        self.keep(data.encode() if isinstance(data, str) else data)

    def keep(self, content: bytes) -> None:
        """Keep the file under the name that it has."""
        self.remove()
        self.files.save(self.path, ContentFile(content))

    def read(self) -> Any:
        """The file, as text when it has an encoding. Raises `FileNotFoundError`."""
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
        """Import the file that waits, or leave that to a worker; one that waits no longer is to be chosen again."""
        try:
            if leaves_to_workers() and (file := self.long_pending_file(request)):
                return leave_to_workers(request, self.model, IMPORT, file)
            response: HttpResponse = super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, GONE)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        return response

    def long_pending_file(self, request: HttpRequest) -> bytes:
        """The file that waits, if it has so many rows that nobody waits for them; else nothing."""
        form = self.create_confirm_form(request)
        if not form.is_valid():
            return b""
        file_format = self.get_import_formats()[int(form.cleaned_data["format"])]()
        encoding = None if file_format.is_binary() else self.from_encoding
        file: bytes = self.pending_file(request).read()
        rows = file_format.create_dataset(file.decode(encoding) if encoding else file)
        return file if len(rows) > settings.MAX_ROWS_AT_ONCE else b""

    def keep_pending_file(self, request: HttpRequest, content: bytes) -> None:
        """Let the file that a form names wait on this machine, as it did on the one where it was chosen."""
        self.pending_file(request).keep(content)

    def pending_file(self, request: HttpRequest) -> PendingImportStorage:
        """The file that a form names."""
        return PendingImportStorage(name=request.POST["import_file_name"])

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: Any, export_form: Any = None
    ) -> HttpResponse:
        """The file of the rows, or the job by which a worker makes it."""
        if leaves_to_workers() and queryset.count() > settings.MAX_ROWS_AT_ONCE:
            return leave_to_workers(request, self.model, EXPORT)
        response: HttpResponse = super()._do_file_export(
            file_format, request, queryset, export_form
        )
        return response


def leaves_to_workers() -> bool:
    """Whether there are workers, and this is none."""
    return settings.HAS_WORKERS and not is_worker()
