"""The nginx configuration of docs/deploy, as it can run in a folder."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""

FOLDER = Path(__file__).resolve().parents[1] / "docs/deploy"
AS_ROOT = "user root;" if os.geteuid() == 0 else ""
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr emerg;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  {site}
}}
"""


def configuration(folder: Path, port: int, site_port: int) -> str:
    """That of docs/deploy without what only a server has: certificates, its folders, its ports."""
    text = (FOLDER / "nginx.conf").read_text()
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r" +ssl_.*\n| +listen \[::\].*\n", "", text)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("unix:/run/backfit.sock", f"127.0.0.1:{site_port}")
    for place in ("/var/cache/nginx/", "/var/log/nginx/", "/etc/nginx/"):
        text = text.replace(place, f"{folder}/")
    return MAIN.format(user=AS_ROOT, folder=folder, site=text)


def compose_configuration(folder: Path, port: int, site_port: int) -> str:
    """That of compose.yaml's nginx, likewise."""
    text = (FOLDER / "nginx-compose.conf").read_text()
    places = {
        " /tmp/": f" {folder}/",
        "worker_processes auto;": f"daemon off; {AS_ROOT}",
        "/dev/stdout": f"{folder}/backfit.log",
        "/dev/stderr": f"{folder}/backfit-error.log",
        "/var/cache/nginx/": f"{folder}/",
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "server web:8000": f"server 127.0.0.1:{site_port}",
    }
    for old, new in places.items():
        text = text.replace(old, new)
    return text
