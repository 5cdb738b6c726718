"""Addresses of the catalogue."""

from django.urls import path, re_path

from exercises.products import review_views
from exercises.products import views as product_views
from exercises.views import catalogue, equipment, guides

app_name = "exercises"

urlpatterns = [
    path("exercises/", catalogue.exercise_list, name="exercise-list"),
    path("exercises/<slug:slug>/", catalogue.exercise_detail, name="exercise-detail"),
    path(
        "exercises/<slug:slug>/<slug:name>.svg", catalogue.exercise_picture, name="exercise-picture"
    ),
    path("guides/", guides.guide_list, name="guide-list"),
    path("guides/<slug:slug>/", guides.guide_detail, name="guide-detail"),
    path("guides/<slug:slug>/rate/", guides.guide_rate, name="guide-rate"),
    re_path(r"^media/exercise-photos/([0-9a-f]{32})\.webp$", catalogue.photo, name="photo"),
    path("equipment/", equipment.equipment_list, name="equipment-list"),
    path("equipment/products/", product_views.product_list, name="product-list"),
    path("equipment/compare/", product_views.product_compare, name="product-compare"),
    path("equipment/favourites/", product_views.favourite_list, name="favourite-list"),
    path("equipment/kit/", equipment.kit_edit, name="kit"),
    path("equipment/kit/<slug:slug>/", equipment.kit_toggle, name="kit-toggle"),
    path("equipment/reviews/<int:pk>/report/", review_views.review_report, name="review-report"),
    path("equipment/<slug:slug>/", equipment.equipment_detail, name="equipment-detail"),
    path(
        "equipment/<slug:slug>/picture.svg",
        equipment.equipment_picture,
        name="equipment-picture",
    ),
    path("equipment/<slug:kind>/<slug:slug>/", product_views.product_detail, name="product-detail"),
    path(
        "equipment/<slug:kind>/<slug:slug>/photo/",
        product_views.product_photo,
        name="product-photo",
    ),
    path(
        "equipment/<slug:kind>/<slug:slug>/favourite/",
        product_views.favourite_toggle,
        name="favourite-toggle",
    ),
    path("equipment/<slug:kind>/<slug:slug>/review/", review_views.review_edit, name="review-edit"),
    path(
        "equipment/<slug:kind>/<slug:slug>/review/delete/",
        review_views.review_delete,
        name="review-delete",
    ),
]
