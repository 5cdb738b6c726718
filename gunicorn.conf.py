"""What `gunicorn backfit.wsgi:application` reads by itself; its own options and environment win."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Idle connections are kept longer than a proxy in front keeps them, so that none closes on it.
keepalive = 75
# A sheet may take half a minute; a worker that says nothing for longer is replaced.
timeout = 60
graceful_timeout = 45
# Where workers show that they live: in memory, so that a full disk kills none.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# It is told what to do by signals alone.
control_socket_disable = True
logger_class = "backfit.operations.log_format.AccessLogger"
