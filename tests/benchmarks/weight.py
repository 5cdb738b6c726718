"""What a page weighs over the wire in a browser: Chromium's own count of everything it fetched."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Request, sync_playwright


def browser_flags() -> list[str]:
    """What Chromium is started with: no calls of its own, and no sandbox where it cannot have one."""
    flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return flags + (["--no-sandbox"] if os.geteuid() == 0 else [])


def page_weights(address: str, paths: list[str]) -> dict[str, dict[str, int]]:
    """By path: bytes by kind of file, headers included, of a first visit with a phone's width."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=browser_flags())
        found = {}
        for path in paths:
            page = browser.new_page(viewport={"width": 390, "height": 844})
            requests: list[Request] = []

            def note(request: Request, to: list[Request] = requests) -> None:
                to.append(request)

            page.on("requestfinished", note)
            page.goto(address + path, wait_until="networkidle")
            found[path] = _by_kind(requests)
            page.close()
        browser.close()
    return found


def _by_kind(requests: list[Request]) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for request in requests:
        if request.url.startswith("data:"):
            continue
        sizes = request.sizes()
        size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        kinds[request.resource_type] = kinds.get(request.resource_type, 0) + size
    return kinds
