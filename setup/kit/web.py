# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A small client of Odoo's web server."""

import http.cookiejar
import json
import time
import urllib.error
import urllib.request

from . import net


class Client:
    """One visitor: keeps the cookies, speaks HTTP and JSON-RPC.

    :param port: port of the server on this machine.
    """

    def __init__(self, port):
        self.address = f"http://{net.HOST}:{port}"
        # Never through a proxy: the server is on this machine.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def get(self, path, timeout=60):
        """Return the body of a page as text."""
        with self._opener.open(f"{self.address}{path}", timeout=timeout) as answer:
            return answer.read().decode(errors="replace")

    def call(self, path, params, timeout=60):
        """Return the result of a JSON-RPC route.

        :raises RuntimeError: the server answered with an error.
        """
        request = urllib.request.Request(
            f"{self.address}{path}",
            json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self._opener.open(request, timeout=timeout) as answer:
            body = json.load(answer)
        if error := body.get("error"):
            raise RuntimeError(error.get("data", {}).get("message") or error["message"])
        return body["result"]

    def log_in(self, database, login, password):
        """Open a session; tell whether the password was right."""
        words = {"db": database, "login": login, "password": password}
        try:
            return bool(self.call("/web/session/authenticate", words).get("uid"))
        except RuntimeError:
            return False

    def is_up(self):
        """Tell whether the server answers."""
        try:
            return "pass" in self.get("/web/health", timeout=5)
        except (OSError, urllib.error.URLError):
            return False


def wait_until_up(client, process, seconds=120):
    """Wait for a server that was just started.

    :param process: the server's process; when it ends there is nothing to wait for.
    :return: whether it answers.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if client.is_up():
            return True
        time.sleep(0.2)
    return False
