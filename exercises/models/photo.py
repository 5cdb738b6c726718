"""Photos that staff upload to an exercise, beside its drawn pictures."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse

from exercises.content_version import ContentQuerySet
from exercises.models.exercise import Exercise
from exercises.models.fields import LineField
from exercises.uploads import PhotoError, prepare_photo

FOLDER = "exercise-photos"


def random_name(photo: ExercisePhoto, filename: str) -> str:
    """A name that tells nothing of the uploaded file, and is never used twice."""
    return f"{FOLDER}/{secrets.token_hex(16)}.webp"


class PhotoFormField(forms.FileField):
    """An upload that comes out as a WebP made by us, whatever was sent."""

    widget = forms.ClearableFileInput

    def to_python(self, data: Any) -> Any:
        """The photo made anew. Raises `ValidationError` with the sentence of `PhotoError`."""
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            content = prepare_photo(upload, upload.size or 0)
        except PhotoError as error:
            raise ValidationError(str(error), code="invalid_image") from error
        return SimpleUploadedFile("photo.webp", content, "image/webp")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the file chooser show what we take."""
        return super().widget_attrs(widget) | {"accept": "image/jpeg,image/png,image/webp"}


class PhotoField(models.ImageField):
    """An image whose form field makes every upload anew."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": PhotoFormField})


class ExercisePhoto(models.Model):
    """A photo of an exercise, shown on its page."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="photos")
    image = PhotoField(
        "photo",
        upload_to=random_name,
        width_field="width",
        height_field="height",
        help_text="JPEG, PNG or WebP, at most 10 MB. It is made smaller and freed of place and"
        " camera data.",
    )
    width = models.PositiveSmallIntegerField(editable=False, default=0)
    height = models.PositiveSmallIntegerField(editable=False, default=0)
    alt = LineField(
        "alternative text",
        max_length=250,
        help_text="What the photo shows, for people who do not see it.",
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Position on the page.")

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "photo"

    def __str__(self) -> str:
        return self.alt

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the photo; a file that it replaces goes once that is certain."""
        before = ExercisePhoto.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is not None and before.image.name != self.image.name:
            before.forget_file()

    @property
    def url(self) -> str:
        """Where the photo is served; the name is random and its content never changes."""
        return reverse("exercises:photo", args=[PurePosixPath(self.image.name or "").stem])

    @property
    def is_stored(self) -> bool:
        """Whether the file is kept, and not an upload of a form that has to be mended."""
        return bool(self.pk) and (self.image.name or "").startswith(FOLDER)

    def forget_file(self) -> None:
        """Delete the file when the transaction is through."""
        storage, name = self.image.storage, self.image.name
        if name:
            transaction.on_commit(lambda: storage.delete(name))


@receiver(post_delete, sender=ExercisePhoto)
def _forget_file(instance: ExercisePhoto, **kwargs: Any) -> None:
    """Also when the exercise took the photo with it, which calls no method of ours."""
    instance.forget_file()
