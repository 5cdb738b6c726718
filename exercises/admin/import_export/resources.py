"""What import and export of all content have in common: rows are known by their slug, columns by name."""

from __future__ import annotations

import functools
from collections import Counter
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from djmoney.models.fields import MoneyField
from import_export import resources
from import_export.exceptions import FieldError
from import_export.instance_loaders import CachedInstanceLoader

from exercises.admin.diff import FieldDiff, mark_changes, mark_line_changes
from exercises.admin.import_export import widgets
from exercises.formats import comma_list, quoted
from exercises.models import LinesField
from exercises.models.history import record_history, record_previous_state, without_history


class HtmlDiff(resources.Diff):
    """What importing a row changes: only the columns that differ, without inline styles."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        self.fields = resource.get_import_fields()
        super().__init__(resource, None if new else instance, new)
        if new:
            self.left = [""] * len(self.fields)

    def as_html(self) -> list[FieldDiff]:
        pairs = zip(self.fields, map(str, self.left), map(str, self.right), strict=True)
        return [
            FieldDiff(field.column_name, _compared(field.widget, old, new))
            for field, old, new in pairs
            if old != new
        ]


def _compared(widget: Any, old: str, new: str) -> SafeString:
    """Lists are compared entry by entry, texts word by word."""
    if not isinstance(widget, widgets.LinesWidget | widgets.SlugsWidget):
        return mark_changes(old, new)
    between = getattr(widget, "separator", "\n")
    return mark_line_changes(*(text.split(between) if text else [] for text in (old, new)))


class CatalogueResource(resources.ModelResource):
    """A row of the file is a row of the table. Every row is checked as a form would check it.

    A file whose columns would be read wrongly, or not at all, is refused.
    """

    WIDGETS_MAP: ClassVar[dict[str, Any]] = {
        **resources.ModelResource.WIDGETS_MAP,
        "BooleanField": widgets.BooleanWidget,
        "CharField": widgets.TextWidget,
        "DateField": widgets.DateWidget,
        "DecimalField": "get_decimal_widget",
        "ForeignKey": "get_fk_widget",
        "JSONField": "get_json_widget",
        "PositiveIntegerField": widgets.WholeNumberWidget,
        "PositiveSmallIntegerField": widgets.WholeNumberWidget,
        "SlugField": widgets.TextWidget,
        "TextField": widgets.TextWidget,
    }

    class Meta:
        import_id_fields: tuple[str, ...] = ("slug",)
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True
        chunk_size = 1000
        instance_loader_class = CachedInstanceLoader

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file with columns that nobody knows: a typing error would lose them silently.

        Of two rows with one slug the later would undo the former, and so that is refused too.
        """
        known = [field.column_name for field in self.fields.values()]
        unknown = [quoted(name) for name in dataset.headers or [] if name not in known]
        if unknown:
            message = _("Unknown columns: %(unknown)s. Known are %(known)s.")
            values = {"unknown": comma_list(unknown), "known": comma_list(known)}
            raise FieldError(message % values)
        for key in self.get_import_id_fields():
            if key not in dataset.headers:
                message = _("There is no column “%(column)s”, by which rows are known.")
                raise FieldError(message % {"column": key})
        keys = zip(*(dataset[key] for key in self.get_import_id_fields()), strict=True)
        twice = [
            key for key, times in Counter(tuple(map(str, key)) for key in keys).items() if times > 1
        ]
        if twice:
            message = _("These are in the file twice: %(rows)s.")
            raise FieldError(message % {"rows": comma_list(map(comma_list, twice))})

    def get_queryset(self) -> Any:
        """The rows that an import may meet, loaded at once."""
        return self.with_relations(super().get_queryset())

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return self.with_relations(queryset)

    def with_relations(self, queryset: Any) -> Any:
        """The rows with all that their columns refer to (constant queries)."""
        names = [field.name for field in queryset.model._meta.many_to_many]
        return queryset.select_related().prefetch_related(*names)

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Any:
        """The column of a field; one that refers to a row has the row, where the library has its key."""
        field = super().field_from_django_field(field_name, django_field, readonly)
        field.attribute = field_name
        return field

    @classmethod
    def get_decimal_widget(cls, field: Any) -> Any:
        return widgets.PriceWidget if isinstance(field, MoneyField) else widgets.DecimalWidget

    @classmethod
    def get_json_widget(cls, field: Any) -> Any:
        return widgets.LinesWidget if isinstance(field, LinesField) else widgets.FigureWidget

    @classmethod
    def get_fk_widget(cls, field: Any) -> Any:
        return functools.partial(widgets.SlugWidget, model=field.related_model)

    @classmethod
    def get_m2m_widget(cls, field: Any) -> Any:
        return functools.partial(widgets.SlugsWidget, model=field.related_model)

    @classmethod
    def get_diff_class(cls) -> type[HtmlDiff]:
        return HtmlDiff

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Set the columns, and check the relations too. Raises `ValidationError` by column."""
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self.get_import_fields():
            if isinstance(field.widget, widgets.SlugsWidget) and field.column_name in row:
                self._check_relation(field, instance, row, errors)
        if errors:
            raise ValidationError(errors)

    def _check_relation(self, field: Any, instance: Any, row: Any, errors: dict[str, Any]) -> None:
        try:
            rows = field.clean(row)
        except ValueError as error:
            errors[field.attribute] = [ValidationError(str(error), code="invalid")]
            return
        if not rows and not instance._meta.get_field(field.attribute).blank:
            errors[field.attribute] = [ValidationError(_("Name at least one."), code="required")]


class PublishableResource(CatalogueResource):
    """Content that remembers who changed it."""

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Save the row; its record is made when its relations are saved too."""
        record_previous_state(instance)
        with without_history(instance):
            super().do_instance_save(instance, is_create)

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Save the relations, then write down the whole; a dry run leaves no record anyway."""
        super().save_m2m(instance, row, **kwargs)
        if kwargs.get("dry_run"):
            return
        name = kwargs.get("file_name")
        reason = _("Imported from %(file)s") % {"file": name} if name else _("Imported from a file")
        created = not instance.history.exists()
        record_history(instance, kwargs.get("user"), reason[:100], created=created)
