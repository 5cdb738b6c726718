"""Body parts and muscles in the admin."""

from __future__ import annotations

from django.contrib import admin
from import_export.fields import Field

from exercises.admin.import_export import CatalogueImportExportMixin, CatalogueResource, SlugWidget
from exercises.models import BodyPart, Muscle


@admin.register(BodyPart)
class BodyPartAdmin(admin.ModelAdmin[BodyPart]):
    list_display = ("name", "region", "order")
    list_filter = ("region",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ["name"]}


class MuscleResource(CatalogueResource):
    """A muscle."""

    body_part = Field("body_part", "body_part", SlugWidget(BodyPart))

    class Meta(CatalogueResource.Meta):
        model = Muscle
        fields = ("slug", "name", "latin_name", "body_part", "order")


@admin.register(Muscle)
class MuscleAdmin(CatalogueImportExportMixin, admin.ModelAdmin[Muscle]):
    resource_classes = (MuscleResource,)
    list_display = ("name", "latin_name", "body_part", "order")
    list_filter = ("body_part",)
    list_select_related = ("body_part",)
    autocomplete_fields = ("body_part",)
    search_fields = ("name", "latin_name")
    prepopulated_fields = {"slug": ["name"]}
