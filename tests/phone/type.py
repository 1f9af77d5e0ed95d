#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""type.py PROMPT FILE... -- COMMAND...: runs the command at a terminal, types the line of each FILE
when the prompt comes, prints what the terminal shows, exits as the command does."""
import os
import pty
import select
import sys
import time

SECONDS = 120


def main():
    prompt = sys.argv[1].encode()
    split = sys.argv.index("--")
    answers = [open(name, "rb").read() for name in sys.argv[2:split]]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.argv[split + 1], sys.argv[split + 1:])
    shown = b""
    seen = 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            octets = os.read(terminal, 4096)
        except OSError:  # the command has ended
            break
        if not octets:
            break
        shown += octets
        if shown.count(prompt) > seen and seen < len(answers):
            os.write(terminal, answers[seen])
            seen += 1
    else:
        os.kill(pid, 9)
    sys.stdout.buffer.write(shown)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


main()
