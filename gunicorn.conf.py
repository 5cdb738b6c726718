"""What `gunicorn backfit.wsgi:application` reads by itself."""

logger_class = "backfit.logs.AccessLogger"
