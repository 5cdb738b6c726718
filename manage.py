#!/usr/bin/env python
"""Backfit's command line: `python manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    """Run one management command with Backfit's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backfit.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
