# SPDX-License-Identifier: MIT
"""Kea's control socket, for the tests of the hook in Python."""
import json
import socket


def ask(path, question):
    """The answer to a command that is JSON text."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as kea:
        kea.settimeout(120)
        kea.connect(path)
        kea.sendall(question.encode())
        kea.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := kea.recv(65536):
            answer += chunk
    return json.loads(answer)


def command(path, name, arguments=None):
    question = {"command": name}
    if arguments is not None:
        question["arguments"] = arguments
    return ask(path, json.dumps(question))
