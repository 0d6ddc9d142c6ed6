# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A running Odoo with the demo company, and the ways people reach it.

Nothing here imports Odoo: these tests see what a user or another program sees.
"""

import contextlib
import dataclasses

import pytest

from kit import browsing, net, odoo_process, outside_tests, templates, web


@dataclasses.dataclass
class Server:
    """A server of Odoo over a database of its own."""

    database: str
    port: int

    @property
    def address(self):
        return web.Client(self.port).address


class Rpc:
    """What another program does as one user, over JSON-RPC."""

    def __init__(self, server, login, password=None):
        self.login = login
        self.client = web.Client(server.port)
        assert self.client.log_in(server.database, login, password or login)

    def __call__(self, model, method, *args, **kwargs):
        """Call a public method of a model; raises RuntimeError with Odoo's words."""
        words = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.client.call(f"/web/dataset/call_kw/{model}/{method}", words)


@contextlib.contextmanager
def serving(purpose, workers=0, database=None):
    """Serve a database, or a fresh clone of the demo company, within the block."""
    clone = templates.demo_company(purpose, assets=True)
    with contextlib.nullcontext(database) if database else clone as database:
        (port,) = net.free_ports(1)
        log = f"{outside_tests.SERVER_LOG}-{purpose}"
        with odoo_process.serving(database, port, log, workers=workers, crons=0):
            yield Server(database, port)


@pytest.fixture(scope="session")
def server():
    """One server for all tests; who changes much takes `own_server`."""
    with serving("shared") as found:
        yield found


@pytest.fixture
def own_server():
    """A server over a clone that nobody else sees."""
    with serving("own") as found:
        yield found


@pytest.fixture
def rpc(server):
    """Return a function: `rpc(login)` gives an `Rpc` of that user."""
    return lambda login, password=None: Rpc(server, login, password)


@pytest.fixture(scope="session")
def expect_in_log():
    """Return a function for tests that provoke an error of the server on purpose.

    `expect_in_log(r"_xmlrpc.*TypeError")` lets records that match be in its log.
    """
    return outside_tests.expect_in_log


@pytest.fixture(scope="session")
def browser():
    """A real browser, the one that is on this machine."""
    with browsing.browser() as found:
        yield found


@pytest.fixture
def browser_page(server, browser):
    """Return a function: `browser_page(login)` gives a page logged in as that user.

    The test fails when a script on one of its pages raised an error.
    """
    contexts, errors = [], []

    def open_page(login, password=None, viewport=browsing.DESKTOP, at=server):
        context = browsing.window(browser, at.address, viewport)
        contexts.append(context)
        page = browsing.log_in(context, login, password)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, f"scripts on the page failed: {errors}"


@pytest.fixture
def visit(server, browser):
    """Return a function that opens an address without a login, in a window so big."""
    contexts = []

    def open_page(path, size=browsing.DESKTOP, **options):
        context = browsing.window(browser, server.address, size, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
