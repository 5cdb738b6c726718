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
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.models.exercise import Exercise
from exercises.models.fields import LineField
from exercises.uploads import PhotoError, prepare_photo

FOLDER = "exercise-photos"


def random_name(photo: ExercisePhoto, filename: str) -> str:
    """A random name that says nothing about the uploaded file and is never used twice."""
    return f"{FOLDER}/{secrets.token_hex(16)}.webp"


class PhotoFormField(forms.FileField):
    """An upload that is decoded and encoded again as WebP, whatever was sent."""

    widget = forms.ClearableFileInput

    def to_python(self, data: Any) -> Any:
        """The photo as a new WebP. Raises `ValidationError` with the message of `PhotoError`."""
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            content = prepare_photo(upload, upload.size or 0)
        except PhotoError as error:
            raise ValidationError(str(error), code="invalid_image") from error
        # A name of its own: in a bucket, what has the name of another file takes its place.
        name = f"{secrets.token_hex(16)}.webp"
        return SimpleUploadedFile(name, content, "image/webp")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the file chooser offer the accepted types."""
        return super().widget_attrs(widget) | {"accept": "image/jpeg,image/png,image/webp"}


class PhotoField(models.ImageField):
    """An image whose form field encodes every upload again."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": PhotoFormField})


class ExercisePhoto(models.Model):
    """A photo of an exercise, shown on its page."""

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, related_name="photos", verbose_name=_("exercise")
    )
    image = PhotoField(
        _("photo"),
        upload_to=random_name,
        width_field="width",
        height_field="height",
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. It is made smaller and freed of place and"
            " camera data."
        ),
    )
    width = models.PositiveSmallIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveSmallIntegerField(_("height"), editable=False, default=0)
    alt = LineField(
        _("alternative text"),
        max_length=250,
        help_text=_("What the photo shows, for people who do not see it."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Position on the page.")
    )

    objects = ContentQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]
        verbose_name = _("photo")

    def __str__(self) -> str:
        return self.alt

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the photo; a replaced file is deleted after the commit."""
        before = ExercisePhoto.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is not None and before.image.name != self.image.name:
            before.delete_file()

    @property
    def url(self) -> str:
        """The photo's address; what is served there never changes."""
        return reverse("exercises:photo", args=[PurePosixPath(self.image.name or "").stem])

    @property
    def is_stored(self) -> bool:
        """Whether the file is in the storage, not an upload of a form with errors."""
        return bool(self.pk) and (self.image.name or "").startswith(FOLDER)

    def delete_file(self) -> None:
        """Delete the file when the transaction is committed."""
        storage, name = self.image.storage, self.image.name
        if name:
            transaction.on_commit(lambda: storage.delete(name))


@receiver(post_delete, sender=ExercisePhoto)
def _delete_file(instance: ExercisePhoto, **kwargs: Any) -> None:
    """Also when the exercise's deletion cascades, which does not call `delete`."""
    instance.delete_file()
