"""Content to and from spreadsheets: CSV, XLSX and JSON files, with a dry run before anything is written."""

from exercises.admin.exchange.pages import ExchangeMixin
from exercises.admin.exchange.resources import CatalogueResource, CuratedResource
from exercises.admin.exchange.widgets import LinesWidget, SlugWidget

__all__ = [
    "CatalogueResource",
    "CuratedResource",
    "ExchangeMixin",
    "LinesWidget",
    "SlugWidget",
]
