"""What a form with options reads from the address."""

from __future__ import annotations

from collections.abc import Container

from django.http import QueryDict


def known_parameters(query: QueryDict, names: Container[str]) -> QueryDict:
    """The query without parameters of other names, which mail programs and networks add (`fbclid`).

    A GET form is bound to this, never to the whole query.
    """
    known = QueryDict(mutable=True)
    for name, values in query.lists():
        if name in names:
            known.setlist(name, values)
    return known
