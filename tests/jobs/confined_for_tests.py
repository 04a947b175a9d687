"""What a confined module may get up to."""

import os
import sys
import time


def act(name: str) -> None:
    if name == "answer":
        sys.stdout.write("jawaban")
    elif name == "environment":
        sys.stdout.write(" ".join(os.environ))
    elif name == "memory":
        bytearray(300 * 1024 * 1024)
    elif name == "crash":
        os.abort()
    elif name == "fault":
        raise ValueError("salah")
    elif name == "write":
        with open(f"/tmp/confined-{os.getpid()}", "wb", buffering=0) as file:
            os.unlink(file.name)
            file.write(b"x")
    elif name == "busy":
        while True:
            pass
    elif name == "sleep":
        time.sleep(5)


if __name__ == "__main__":
    act(sys.argv[1])
