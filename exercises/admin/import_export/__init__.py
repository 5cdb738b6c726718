"""Content to and from spreadsheets: CSV, XLSX and JSON files, with a dry run before anything is written."""

from exercises.admin.import_export.pages import CatalogueImportExportMixin
from exercises.admin.import_export.resources import CatalogueResource, PublishableResource
from exercises.admin.import_export.sources import SourcedResource
from exercises.admin.import_export.widgets import LinesWidget

__all__ = [
    "CatalogueImportExportMixin",
    "CatalogueResource",
    "LinesWidget",
    "PublishableResource",
    "SourcedResource",
]
