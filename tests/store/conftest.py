"""A fresh store for every test, on SQLite and on a real PostgreSQL.

PostgreSQL: the server ``TOOLBOX_TEST_DATABASE_URL`` names, else one started from the system's own binaries in a
temporary folder (reached through a socket there, so no port can be taken). Every test gets a schema of its own.
Without a server the PostgreSQL half is skipped with its reason; where ``CI=true`` it fails instead.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from toolbox.store import Store, open_store


@dataclass(frozen=True)
class Place:
    """Where a test's store is: enough for another process to open it too."""

    backend: str
    url: str
    folder: Path

    def open(self, wait: float = 10.0) -> Store:
        return open_store(self.url, self.folder, wait=wait)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running PostgreSQL server."""
    given = os.environ.get("TOOLBOX_TEST_DATABASE_URL")
    if given:
        yield given
        return
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = binaries[-1] if binaries else shutil.which("initdb")
    driver = importlib.util.find_spec("psycopg")
    if not initdb or not driver:
        missing = (
            "install the server (Debian: postgresql)" if driver else "install its driver: pip install psycopg[binary]"
        )
        reason = f"no PostgreSQL: set TOOLBOX_TEST_DATABASE_URL, or {missing}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="toolbox-pg-"))
    try:
        with _server(Path(initdb).parent, folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _server:
    """PostgreSQL in ``folder`` while the block lasts. The server refuses to run as root, so root lends it a name."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder = binaries, folder
        self.account: dict = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            import pwd

            name = next(name for name in ("postgres", "nobody") if _known(name))
            account = pwd.getpwnam(name)
            os.chown(folder, account.pw_uid, account.pw_gid)
            self.account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def __enter__(self) -> str:
        data = self.folder / "data"
        quiet = {"cwd": self.folder, "check": True, "capture_output": True, **self.account}
        subprocess.run(
            [self.binaries / "initdb", "-D", data, "-U", "toolbox", "-A", "trust", "-E", "UTF8", "--no-sync"], **quiet
        )
        self.log = (self.folder / "server.log").open("wb")
        options = ("listen_addresses=", f"unix_socket_directories={self.folder}", "fsync=off", "shared_buffers=32MB")
        self.server = subprocess.Popen(
            [self.binaries / "postgres", "-D", data, *(part for option in options for part in ("-c", option))],
            cwd=self.folder,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            **self.account,
        )
        url = f"postgresql://toolbox@/postgres?host={self.folder}"
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
        for _ in range(300):
            try:
                with engine.connect():
                    break
            except Exception:
                assert self.server.poll() is None, (self.folder / "server.log").read_text()
                time.sleep(0.1)
        else:
            raise AssertionError("PostgreSQL did not start:\n" + (self.folder / "server.log").read_text())
        engine.dispose()
        return url

    def __exit__(self, *_: object) -> None:
        self.server.terminate()
        self.server.wait(30)
        self.log.close()


def _known(name: str) -> bool:
    import pwd

    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    return Place("sqlite", f"sqlite:///{tmp_path / 'data' / 'toolbox.db'}", tmp_path / "data")


@pytest.fixture
def postgres_place(postgres: str, tmp_path: Path) -> Iterator[Place]:
    name = f"test_{secrets.token_hex(6)}"
    server = make_url(postgres).set(drivername="postgresql+psycopg")
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    url = server.update_query_dict({"options": f"-csearch_path={name}"})
    yield Place("postgres", url.render_as_string(hide_password=False), tmp_path / "data")
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest) -> Place:
    """A fresh place on either database."""
    return request.getfixturevalue(f"{request.param}_place")


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """A fresh store on either database."""
    opened = place.open()
    yield opened
    opened.close()
