"""Body parts and muscles in the admin."""

from __future__ import annotations

from django.contrib import admin

from exercises.admin.import_export import CatalogueImportExportMixin, CatalogueResource
from exercises.admin.translation import TranslationMixin
from exercises.content.anatomy import BodyPartLoader, MuscleLoader
from exercises.models import BodyPart, Muscle


@admin.register(BodyPart)
class BodyPartAdmin(TranslationMixin, admin.ModelAdmin[BodyPart]):
    content_loader = BodyPartLoader()
    list_display = ("name", "region", "order")
    list_filter = ("region",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ["name"]}


class MuscleResource(CatalogueResource):
    """A muscle."""

    class Meta(CatalogueResource.Meta):
        model = Muscle
        fields = ("slug", "name", "latin_name", "body_part", "order")


@admin.register(Muscle)
class MuscleAdmin(CatalogueImportExportMixin, TranslationMixin):
    content_loader = MuscleLoader()
    resource_classes = (MuscleResource,)
    list_display = ("name", "latin_name", "body_part", "order")
    list_filter = ("body_part",)
    list_select_related = ("body_part",)
    autocomplete_fields = ("body_part",)
    search_fields = ("name", "latin_name")
    prepopulated_fields = {"slug": ["name"]}
