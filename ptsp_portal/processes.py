"""One tree of processes: every child dies with its parent, is stopped gently, and is started again when it dies."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from pwd import struct_passwd

PR_SET_PDEATHSIG = 1
RESTARTS = 5
RESTART_WINDOW_SECONDS = 120
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(stop_signal: int):
    """For `preexec_fn`: the kernel sends the child `stop_signal` when this process ends, even by kill -9."""
    parent = os.getpid()

    def arrange():
        _libc.prctl(PR_SET_PDEATHSIG, stop_signal)
        if os.getppid() != parent:  # the parent was gone before the arrangement was made
            os._exit(1)

    return arrange


def as_user(user: struct_passwd | None) -> dict:
    """Arguments for subprocess that drop to an unprivileged user; none when we are that user already."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


@dataclass
class Process:
    """One child. `stdin` is fed at every start (a configuration with a password stays out of the process list)."""

    name: str
    argv: list[str]
    cwd: Path
    env: dict[str, str] | None = None
    user: struct_passwd | None = None
    stop_signal: int = signal.SIGTERM
    patience: float = 15
    stdin: str = ""
    log: Path | None = None
    running: subprocess.Popen | None = field(default=None, init=False)
    starts: list[float] = field(default_factory=list, init=False)

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches only the parent, which then stops all in order."""
        self.starts.append(time.monotonic())
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(self.log.open("ab")) if self.log else None
            self.running = subprocess.Popen(
                self.argv,
                cwd=self.cwd,
                env=self.env,
                stdin=subprocess.PIPE if self.stdin else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                umask=0o077 if self.user or self.log else -1,
                preexec_fn=die_with_parent(self.stop_signal),
                **as_user(self.user),
            )
        if self.stdin:
            with self.running.stdin as pipe:
                pipe.write(self.stdin.encode())

    @property
    def alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def may_restart(self) -> bool:
        recent = [moment for moment in self.starts if time.monotonic() - moment < RESTART_WINDOW_SECONDS]
        return len(recent) <= RESTARTS

    def stop(self) -> None:
        """Gently first; after `patience` seconds the whole session of the child is killed."""
        if not self.alive:
            return
        self.running.send_signal(self.stop_signal)
        try:
            self.running.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()


class Tree:
    """The children in the order of their start; stopped in the opposite order."""

    def __init__(self):
        self.children: list[Process] = []

    def start(self, child: Process) -> None:
        child.start()
        self.children.append(child)

    def restart_the_dead(self) -> Process | None:
        """Start again whatever died. The first child that died too often is returned, and left dead."""
        for child in self.children:
            if not child.alive:
                if not child.may_restart():
                    return child
                say(f"{child.name} ended with code {child.running.returncode}; starting it again")
                child.start()
        return None

    def stop(self) -> None:
        while self.children:
            self.children.pop().stop()


def say(sentence: str) -> None:
    print(f"ptsp: {sentence}", file=sys.stderr, flush=True)


def command_line(pid: int) -> str:
    """Empty for a process that is gone, or dead and only not yet collected by its parent."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def end_leftover(pid_file: Path, sign: str) -> None:
    """End the server that a killed earlier run left: the process in `pid_file`, if `sign` is in its command line."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    if sign not in command_line(pid):
        return
    say(f"ending a server left by an earlier run (process {pid})")
    for stop_signal, seconds in ((signal.SIGINT, 15), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, stop_signal)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if sign not in command_line(pid):
                return
            time.sleep(0.05)
