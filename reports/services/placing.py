"""Puts a file in its place only when it is whole: nobody ever sees half of one, however its making ends."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

UNFINISHED = ".part"


def place(target: Path, write: Callable[[BinaryIO], None]) -> tuple[str, int]:
    """Let `write` fill a file beside its place and rename it there; its sha256 in hex and its size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=f"{target.name}.", suffix=UNFINISHED, delete=False
    ) as unfinished:
        try:
            write(unfinished)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            sha256, size = measure(Path(unfinished.name))
            Path(unfinished.name).chmod(0o640)
            Path(unfinished.name).replace(target)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    return sha256, size


def measure(path: Path) -> tuple[str, int]:
    """The sha256 in hex and the size in bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
