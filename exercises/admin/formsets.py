"""The rows inside a form of the admin: checked as they will be, all together, and saved in an order that works.

Django checks each row alone against what is stored, and saves one after the other. So two rows that
swap their values, or a row that takes the value of one that is deleted, would be refused or would fail
in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.forms.models import BaseInlineFormSet
from nested_admin.formsets import NestedInlineFormSet

MAX_KEY_DIGITS = 18
MAX_POSITION = 32_767

if TYPE_CHECKING:
    ModelChoiceField = forms.ModelChoiceField[Any]

    class InlineFormSet(BaseInlineFormSet[Any, Any, Any]):
        """What Django's formsets have besides what their stubs tell."""

        model: type[Any]
        _pk_field: Any
        _should_delete_form: Any
else:
    ModelChoiceField, InlineFormSet = forms.ModelChoiceField, object


class LoadedChoiceField(ModelChoiceField):
    """A choice among rows; those in `loaded`, by key as text, are not asked for once more."""

    loaded: dict[str, Any] = {}

    def to_python(self, value: Any) -> Any:
        return self.loaded.get(str(value)) or super().to_python(value)


class RowForm(forms.ModelForm[Any]):
    """One row. Whether it is unique only its formset can say, as it knows what becomes of the others."""

    def has_changed(self) -> bool:
        """A new row is not empty when rows inside it are not: they need something to belong to."""
        inside = getattr(self, "nested_formsets", []) if self.instance._state.adding else []
        return super().has_changed() or any(formset.has_changed() for formset in inside)

    def validate_unique(self) -> None:
        """Do nothing: the formset does it."""

    def validate_constraints(self) -> None:
        """Check all constraints of the database but those of uniqueness."""
        others = [
            (model, [each for each in found if not isinstance(each, models.UniqueConstraint)])
            for model, found in self.instance.get_constraints()
        ]
        self.instance.get_constraints = lambda: others
        try:
            super().validate_constraints()
        finally:
            del self.instance.get_constraints


class RowFormSetMixin(InlineFormSet):
    """Rows that are unique when all are saved, whatever each takes from another."""

    @cached_property
    def rows(self) -> models.QuerySet[Any]:
        """The stored rows that the form is about, loaded once."""
        return super().get_queryset()

    def get_queryset(self) -> models.QuerySet[Any]:
        return self.rows

    @property
    def parent_is_deleted(self) -> bool:
        """Whether the row that these rows are in is to be deleted, and they with it."""
        parent = getattr(self, "parent_form", None)
        if parent is None:
            return False
        formset = parent.parent_formset
        return formset.parent_is_deleted or parent in formset.deleted_forms

    @property
    def deleted_forms(self) -> list[Any]:
        """The forms marked for deletion, whatever else may be wrong with the others."""
        checked = [form for form in self.forms if self.can_delete and form.errors is not None]
        return [form for form in checked if self._should_delete_form(form)]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let the fields that refer to rows find them among those loaded at once."""
        super().add_fields(form, index)
        name = self._pk_field.name
        if self.is_bound and type(form.fields[name]) is forms.ModelChoiceField:
            key = form.fields[name]
            form.fields[name] = LoadedChoiceField(
                key.queryset, initial=key.initial, required=False, widget=key.widget
            )
            form.fields[name].loaded = {str(row.pk): row for row in self.rows}
        for name, field in form.fields.items():
            if self.is_bound and isinstance(field, LoadedChoiceField) and not field.loaded:
                field.loaded = self._choices(name, field)

    def _choices(self, name: str, field: LoadedChoiceField) -> dict[str, Any]:
        """The rows that all forms together name in a field (one query a field)."""
        known: dict[str, Any] = self.__dict__.setdefault("_known", {})
        if name not in known:
            sent = {self.data.get(f"{self.add_prefix(n)}-{name}", "") for n in self._places()}
            keys = [key for key in sent if key.isdecimal() and len(key) <= MAX_KEY_DIGITS]
            choices: Any = field.queryset
            found = choices.filter(pk__in=keys) if keys else []
            known[name] = {str(row.pk): row for row in found}
        return known[name]  # type: ignore[no-any-return]

    def _places(self) -> Iterable[int]:
        return range(self.total_form_count())

    def is_valid(self) -> bool:
        """What goes with the row that holds it need not make sense."""
        return self.parent_is_deleted or super().is_valid()

    # --- unique in the end --------------------------------------------------------------------------

    def validate_unique(self) -> None:
        """Compare the rows with one another, as they will be, and with those that are not in the form."""
        super().validate_unique()
        others = self.model._base_manager.exclude(pk__in=self._keys(self.initial_forms))
        for form in self._staying():
            for model, names in self._unique_rules(form):
                values = {name: form.cleaned_data.get(name) for name in names}
                if form.has_changed() and self._is_taken(others, values):
                    form.add_error(None, self._taken_message(form, model, names))

    @staticmethod
    def _is_taken(others: models.QuerySet[Any], values: dict[str, Any]) -> bool:
        """Whether a row has these values; one that belongs to a row not yet stored is new in any case."""
        unknown = [
            value is None or (isinstance(value, models.Model) and value.pk is None)
            for value in values.values()
        ]
        return not any(unknown) and others.filter(**values).exists()

    @staticmethod
    def _taken_message(form: Any, model: Any, names: tuple[str, ...]) -> Any:
        """What the model says of a value that is taken, or else what Django says."""
        for each in model._meta.total_unique_constraints:
            own = each.violation_error_message != each.default_violation_error_message
            if own and each.fields == names:
                return each.get_violation_error_message()
        return form.instance.unique_error_message(model, names)

    def _staying(self) -> Iterator[Any]:
        """The forms without errors whose rows will be there."""
        leaving = self.deleted_forms
        return (form for form in self.forms if form.is_valid() and form not in leaving)

    @staticmethod
    def _unique_rules(form: Any) -> list[tuple[Any, tuple[str, ...]]]:
        """The columns that together must be unique, each with its model."""
        exclude = form._get_validation_exclusions()
        rules, _ = form.instance._get_unique_checks(exclude, include_meta_constraints=True)
        return rules  # type: ignore[no-any-return]

    @staticmethod
    def _keys(rows: Iterable[Any]) -> list[Any]:
        return [form.instance.pk for form in rows if form.instance.pk is not None]

    # --- saved in an order that works -----------------------------------------------------------------

    def save(self, commit: bool = True) -> list[Any]:
        """Save the rows, unless they go with the one they are in."""
        if self.parent_is_deleted:
            self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
            return []
        if commit:
            self._make_room()
        return super().save(commit=commit)

    def _make_room(self) -> None:
        """Take rows that are deleted or get other unique values out of the table first.

        So none stands in another's way. Those that stay are written again under their keys, as
        `Model.save` inserts a row that it does not find. What refers to them is checked at the end of
        the transaction, on SQLite as on PostgreSQL.
        """
        leaving = self.deleted_forms
        moving = []
        for form in self.initial_forms:
            unique = {name for _, names in self._unique_rules(form) for name in names}
            if unique and (form in leaving or unique & set(form.changed_data)):
                moving.append(form)
        if moving:
            rows = self.model._base_manager.filter(pk__in=self._keys(moving))
            rows._raw_delete(rows.db)


class RowFormSet(RowFormSetMixin, BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of a form."""


class NestedRowFormSet(RowFormSetMixin, NestedInlineFormSet):
    """Rows of a form that may hold rows themselves, and can be moved from one to another."""

    @cached_property
    def parents(self) -> dict[Any, Any]:
        """Where each stored row belongs to, before the form moves it."""
        return {row.pk: getattr(row, self.fk.attname) for row in self.rows}

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        self.parents  # noqa: B018 (constructing a form moves its row)
        return super()._construct_form(i, **kwargs)

    def process_forms_pre_save(self, rows: list[Any]) -> list[Any]:
        """Put the rows in order, those without a number last."""
        name = getattr(self, "sortable_field_name", None)
        for form in rows:
            if name and form.cleaned_data.get(name) is None:
                form.cleaned_data[name] = MAX_POSITION
        return list(super().process_forms_pre_save(rows))

    def save_existing_objects(  # type: ignore[override]
        self, initial_forms: Any = None, commit: bool = True
    ) -> list[Any]:
        """Save the rows as they were loaded; the library would load each three times more."""
        saved = []
        for form in initial_forms or []:
            row = form.instance
            if row.pk is None:
                continue
            if form in self.deleted_forms:
                self.deleted_objects.append(row)
                self.delete_existing(row, commit=commit)
            elif form.has_changed() or self.parents.get(row.pk) != self.instance.pk:
                self.changed_objects.append((row, form.changed_data))
                saved.append(self.save_existing(form, row, commit=commit))
        return saved
