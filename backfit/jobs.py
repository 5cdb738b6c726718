"""What workers do for the site as a whole. Imported by name once the apps are ready."""

from backfit.operations.mail_queue import send_mail

__all__ = ["send_mail"]
