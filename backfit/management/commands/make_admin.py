"""`manage.py make_admin`: a staff account, or new rights and a new password for one that exists."""

from __future__ import annotations

import os
from getpass import getpass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from backfit.accounts.models import User


class Command(BaseCommand):
    """Takes EMAIL and PASSWORD from the environment, or asks for what is missing."""

    help = "Make a staff account that may do everything in the admin."

    def handle(self, *args: Any, **options: Any) -> None:
        email = os.environ.get("EMAIL") or input("E-mail address: ").strip()
        password = os.environ.get("PASSWORD") or getpass("Password: ")
        user = User.objects.filter(email__iexact=email).first() or User(email=email.lower())
        try:
            validate_email(email)
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.is_staff = user.is_superuser = True
        user.set_password(password)
        user.save()
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        self.stdout.write(f"{user.email} may now use the admin.")
