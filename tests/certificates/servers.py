# SPDX-License-Identifier: MIT
"""Servers on free ports of the loopback, which end with their block: TLS by openssl s_server, and some
that are none."""
import contextlib
import re
import socket
import subprocess
import threading


@contextlib.contextmanager
def tls(*words, host="127.0.0.1"):
    """HOST:PORT of openssl s_server."""
    # At the end of its input it would stop.
    with subprocess.Popen(["openssl", "s_server", "-accept", f"{host}:0", *words], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            for line in server.stdout:
                found = re.fullmatch(r"ACCEPT (\S+):(\d+)", line.strip())
                if found:
                    break
            else:
                raise RuntimeError(f"openssl s_server {words} did not start")
            # What it prints must not fill the pipe.
            threading.Thread(target=server.stdout.read, daemon=True).start()
            yield f"{host}:{found[2]}"
        finally:
            server.kill()


@contextlib.contextmanager
def plain(respond):
    """HOST:PORT of a server that calls respond with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def serve():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        respond(connection)
        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
