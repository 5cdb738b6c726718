"""The site's address and host names as browsers send them: lower case, IPv6 in brackets, names in Punycode."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv6Address
from urllib.parse import urlsplit

import idna

DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_host(host: str) -> str:
    """A host name or address, with or without brackets, as in a `Host` header. Raises `ValueError`: what is wrong."""
    bare = host.strip().removeprefix("[").removesuffix("]")
    if ":" in bare:
        try:
            return f"[{IPv6Address(bare).compressed}]"
        except AddressValueError as error:
            raise ValueError(f"holds “{host}”, which is no IPv6 address.") from error
    if bare.isascii():
        return bare.lower()
    dot = "." if bare.startswith(".") else ""
    try:
        return dot + idna.encode(bare.removeprefix("."), uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError(f"holds “{host}”, which is no host name.") from error


def canonical_address(address: str) -> str:
    """An http or https address without what browsers leave out of `Origin`.

    Raises `ValueError`, whose message goes on after the variable's name.
    """
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        raise ValueError(f"must begin with http:// or https:// and a host, not “{address}”.")
    host, port = canonical_host(parts.hostname), parts.port
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    if parts.query or parts.fragment or any(sign.isspace() for sign in address):
        raise ValueError(f"must be a plain address, not “{address}”.")
    return f"{parts.scheme}://{netloc}{parts.path}".rstrip("/")
