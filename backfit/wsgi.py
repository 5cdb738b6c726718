"""The WSGI application a production server runs: `gunicorn backfit.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from backfit.middleware.charset import CharsetGuard

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backfit.settings")
application = CharsetGuard(get_wsgi_application())
