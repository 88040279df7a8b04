"""Settings of a machine where `manage.py up` runs the portal: secrets made once, and the addresses of running servers.

A real server has neither file, so everything there comes from its environment. What the environment names always wins.
"""

import os
from pathlib import Path
from secrets import token_urlsafe

VAR = Path(__file__).resolve().parent.parent / "var"
SECRETS = VAR / "secrets.env"
RUNNING = VAR / "running.env"
NAMES = ("SECRET_KEY", "FIELD_KEYS", "HASH_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD")


def read(path: Path) -> dict[str, str]:
    """NAME=value lines; nothing when there is no such file or it is not for this user."""
    try:
        lines = path.read_text().splitlines()
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write(path: Path, values: dict[str, str]) -> None:
    """Whole or not at all, and never readable by anybody else, not even for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def secrets() -> dict[str, str]:
    """The secrets of this machine; missing ones are made now. FIELD_KEYS lost means sealed data lost."""
    known = read(SECRETS)
    made = {name: token_urlsafe(48 if name == "SECRET_KEY" else 32) for name in NAMES if name not in known}
    if made:
        write(SECRETS, known | made)
    return known | made


def adopt(command: str) -> None:
    """Before Django reads its settings: fill the environment's gaps. `up` also makes the secrets.

    Any other command in a second terminal finds the running servers and the same keys.
    """
    known = secrets() if command == "up" else read(SECRETS)
    if command != "up" and "DATABASE_URL" not in os.environ:
        known |= read(RUNNING)
    if command == "up":
        known["DEBUG"] = "true"
    for name, value in known.items():
        if f"{name}_FILE" not in os.environ:
            os.environ.setdefault(name, value)
