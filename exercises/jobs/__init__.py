"""Work that outlasts a request, such as a long sheet: a row that tells how far it is, done by workers.

A job is run by a task of Django's Tasks interface. Where there are no workers (`settings.HAS_WORKERS`), what could be
a job is done within the request instead.
"""
