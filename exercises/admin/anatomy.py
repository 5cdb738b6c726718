"""Body parts and muscles in the admin."""

from __future__ import annotations

from django.contrib import admin

from exercises.models import BodyPart, Muscle


@admin.register(BodyPart)
class BodyPartAdmin(admin.ModelAdmin[BodyPart]):
    list_display = ("name", "region", "order")
    list_filter = ("region",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Muscle)
class MuscleAdmin(admin.ModelAdmin[Muscle]):
    list_display = ("name", "latin_name", "body_part", "order")
    list_filter = ("body_part",)
    list_select_related = ("body_part",)
    autocomplete_fields = ("body_part",)
    search_fields = ("name", "latin_name")
    prepopulated_fields = {"slug": ["name"]}
