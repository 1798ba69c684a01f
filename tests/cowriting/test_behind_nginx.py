"""A real site as `docs/operations.md` says: pages by gunicorn, live writing by uvicorn, and
nginx before both with the configuration that we hand out."""

from __future__ import annotations

import asyncio
import http.cookiejar
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from contributions.models import ContributionPage
from people.models import User
from tests.browser import ROOT, free_port
from tests.cast import PASSWORD, Cast, draft, gather
from tests.concurrency.arena import own_database

from .clients import Server, Writer, lived, until

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
OPENSSL = shutil.which("openssl")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (NGINX and OPENSSL),
        reason="No proxy: `sudo apt-get install nginx-light openssl` to run these tests.",
    ),
]

_REAL = {
    "DJANGO_SETTINGS_MODULE": "tests.cowriting.real_site",
    "SECRET_KEY": "a-secret-of-this-test-alone-" + "x" * 40,
    "ALLOWED_HOSTS": "localhost",
    "TRUSTED_PROXY_COUNT": "1",
}


class Proxy(Server):
    """nginx before two servers. For a `Writer` it is the server."""

    def __init__(self, folder: Path, pages: int, rooms: int) -> None:
        self.folder, self.port = folder, free_port()
        self.behind = pages, rooms
        self.certificate = folder / "cert.pem"
        self._process = None
        _certify(folder)
        ours = _adapted(CONFIGURATION.read_text(), folder, self.port, pages, rooms)
        (folder / "site.conf").write_text(ours)
        (folder / "nginx.conf").write_text(_around(folder))
        self.command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]

    def start(self) -> Proxy:
        self._process = subprocess.Popen([*self.command, "-g", "daemon off;"])
        self._wait()
        return self

    def __exit__(self, *error: object) -> None:
        # Killed, it would leave its workers behind.
        self.stop()

    def address(self, page_id: int, **query: object) -> str:
        plain = super().address(page_id, **query)
        return plain.replace("ws://127.0.0.1", "wss://localhost")

    def _wait(self) -> None:
        for _try in range(200):
            if (self.folder / "nginx.pid").exists():
                return
            assert self._process is not None and self._process.poll() is None
            time.sleep(0.05)
        raise TimeoutError("nginx does not start")


def _certify(folder: Path) -> None:
    command = [
        str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def _adapted(words: str, folder: Path, port: int, pages: int, rooms: int) -> str:
    """The file with the ports, name and certificate of a test; each must be in it."""
    for ours, its in {
        r"\n    listen \[::\]:\d+[^;]*;": "",
        r"listen 80;": f"listen 127.0.0.1:{free_port()};",
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        r"server_name example\.org;": "server_name localhost;",
        r"server 127\.0\.0\.1:8000;": f"server 127.0.0.1:{pages};",
        r"server 127\.0\.0\.1:8101 ": f"server 127.0.0.1:{rooms} ",
        r"/etc/ssl/concert/fullchain\.pem": str(folder / "cert.pem"),
        r"/etc/ssl/concert/privkey\.pem": str(folder / "key.pem"),
    }.items():
        words, count = re.subn(ours, its, words)
        assert count, ours
    return words


def _around(folder: Path) -> str:
    """What Debian's nginx.conf has around a site, in a folder of its own."""
    kept = "".join(
        f"    {name}_temp_path {folder / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"pid {folder / 'nginx.pid'};\nerror_log {folder / 'error.log'};\n"
        f"events {{ worker_connections 256; }}\nhttp {{\n    access_log {folder / 'access.log'};\n"
        f"{kept}    include {folder / 'site.conf'};\n}}\n"
    )


def _wait_for(port: int) -> None:
    for _try in range(400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


@contextmanager
def gunicorn(database: str, port: int) -> Iterator[None]:
    command = [
        sys.executable, "-m", "gunicorn", "--pythonpath", "site", "--threads", "4",
        "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "config.wsgi:application",
    ]  # fmt: skip
    environment = {**os.environ, **_REAL, "DATABASE_URL": database, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[tuple[Proxy, Cast]]:
    """The three processes, on a committed copy of the suite's database."""
    folder: Path = tmp_path_factory.mktemp("proxied")
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        own_database(folder) as database,
        Server(database, **_REAL) as rooms,
        gunicorn(database, pages := free_port()),
        Proxy(folder, pages, rooms.port) as proxy,
    ):
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        patch.setenv("SSL_CERT_FILE", str(proxy.certificate))
        # The suite counts attempts elsewhere.
        call_command("createcachetable", "door_attempts")
        yield proxy, gather()


class Browser:
    """Somebody's cookies, and pages as nginx gives them."""

    def __init__(self, proxy: Proxy) -> None:
        self.origin = f"https://localhost:{proxy.port}"
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(
                context=ssl.create_default_context(cafile=str(proxy.certificate))
            ),
            urllib.request.HTTPCookieProcessor(self.cookies),
        )

    def get(self, path: str, data: dict[str, str] | None = None) -> str:
        """The page at `path`, sent `data` as a form when there is some."""
        body = urlencode(data).encode() if data else None
        request = urllib.request.Request(
            self.origin + path, body, {"Referer": self.origin + path, "Host": self.origin[8:]}
        )
        answer: str = self._opener.open(request, timeout=60).read().decode()
        return answer

    def sign_in(self, user: User) -> str:
        """Through the door; the key of the session that began."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/connexion/"))
        assert found
        form = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": found[1]}
        self.get("/connexion/", form)
        return next(one.value or "" for one in self.cookies if one.name == "sessionid")


def _text(cast: Cast) -> ContributionPage:
    return draft(cast)


def test_the_suite_has_its_database(cast: Cast) -> None:
    """Which the others copy."""
    assert cast.member.pk


def test_nginx_accepts_the_configuration(site: tuple[Proxy, Cast]) -> None:
    checked = subprocess.run([*site[0].command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


def test_who_signs_in_through_one_server_writes_through_the_other(
    site: tuple[Proxy, Cast],
) -> None:
    proxy, cast = site
    page, browser = _text(cast), Browser(proxy)
    writer = Writer(proxy, page.pk, browser.sign_in(cast.member))

    async def story() -> None:
        await writer.open(origin=browser.origin)
        assert writer.mode == "rw", writer.code
        await writer.write(" Et par le relais.")
        await writer.saved()
        await until(lambda: writer.said("saved"), "a revision")
        await writer.close()

    lived(lambda: asyncio.run(story()))
    fresh = ContributionPage.objects.get(pk=page.pk)
    assert fresh.get_latest_revision_as_object().summary.endswith(" Et par le relais.")
    # The words that uvicorn saved are in the page that gunicorn makes.
    assert "Et par le relais." in browser.get(f"/contributions/{page.record.pk}/texte/")


def test_whoever_signs_out_on_a_page_leaves_the_room(site: tuple[Proxy, Cast]) -> None:
    proxy, cast = site
    page, browser = _text(cast), Browser(proxy)
    writer = Writer(proxy, page.pk, browser.sign_in(cast.member))

    async def story() -> int:
        await writer.open(origin=browser.origin)
        await asyncio.to_thread(_sign_out, browser)
        return await writer.gone()

    assert lived(lambda: asyncio.run(story())) == 4401


def _sign_out(browser: Browser) -> None:
    token = next(one.value or "" for one in browser.cookies if one.name == "csrftoken")
    browser.get("/deconnexion/", {"csrfmiddlewaretoken": token})


def test_a_page_of_another_site_opens_no_socket(site: tuple[Proxy, Cast]) -> None:
    proxy, cast = site
    writer = Writer(proxy, _text(cast).pk, Browser(proxy).sign_in(cast.member))

    async def story() -> None:
        with pytest.raises(Exception, match="403"):
            await writer.open(origin="https://elsewhere.example")

    lived(lambda: asyncio.run(story()))


@pytest.mark.parametrize("which", [0, 1], ids=["gunicorn", "uvicorn"])
def test_each_process_says_by_itself_that_it_is_well(site: tuple[Proxy, Cast], which: int) -> None:
    """As `docs/operations.md` has it asked, without the proxy."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{site[0].behind[which]}/",
        headers={"Host": "localhost", "X-Forwarded-Proto": "https"},
    )
    assert urllib.request.urlopen(request, timeout=60).status == 200


def test_the_rooms_say_that_they_are_well_to_whoever_has_no_session(
    site: tuple[Proxy, Cast],
) -> None:
    proxy, _cast = site
    nobody = Writer(proxy, 1, "")

    async def story() -> int:
        await nobody.open(origin=f"https://localhost:{proxy.port}")
        return await nobody.gone()

    assert lived(lambda: asyncio.run(story())) == 4401
