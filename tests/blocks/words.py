# SPDX-License-Identifier: MIT
"""What is wrong with the words of a command in a page, as far as it can be said without running it: this project's
programs say in their help which subcommands, options and values they have, and its scripts are files."""
import functools
import os
import pathlib
import re
import shlex
import subprocess

OURS = {"cdc43": "tlv/cdc43", "cdc43-kea": "kea-hook/command/cdc43-kea", "cdc43-phone": "phone-side/cdc43-phone",
        "cdc43-vectors": "vectors/cdc43-vectors"}
# Programs that others make and that a page may name.
OTHERS = set("apt chmod chown cmake cp ctest echo grep journalctl kea-dhcp4 kea-shell mkdir openssl pkg-config "
             "scepserver sed socat systemctl true tshark udhcpc umask wpa_supplicant xargs".split())
BUILT = ("build/", "PREFIX/")  # what a page names there is made by a build


def program_first(words):
    """Without the assignments before a program, and without the program that a script in Python needs."""
    words = list(words)
    while words and re.match(r"[A-Za-z0-9_]+=", words[0]):
        words.pop(0)
    return words[1:] if words[:1] in (["python3"], ["/usr/bin/python3"]) else words


class Words:
    """Knows the programs of a build folder."""

    def __init__(self, build):
        self.build = pathlib.Path(build)
        self.missing = set()  # of our programs, those that the build does not have

    @functools.lru_cache(maxsize=None)
    def help(self, *command):
        """Options with their values as the help names them, subcommands, and whether there is such a command."""
        done = subprocess.run([self.build / OURS[command[0]], *command[1:], "--help"], capture_output=True, text=True,
                              check=False)
        options = dict(re.findall(r"^  (--[a-z0-9-]+)(?: (\S+))?", done.stdout, re.M))
        return options, re.findall(r"^  ([a-z][a-z0-9-]*)(?:  |$)", done.stdout, re.M), done.returncode == 0

    def ours(self, words):
        program = words.pop(0)
        if not (self.build / OURS[program]).exists():
            self.missing.add(program)
            return
        command = [program]
        if self.help(program)[1]:
            if not words or words[0] not in self.help(program)[1]:
                if not words or words[0] not in self.help(program)[0]:
                    yield f"{program} does not have the command {words[0] if words else 'without a name'}"
                return
            command.append(words.pop(0))
        options = self.help(*command)[0]
        while words:
            word = words.pop(0)
            if not word.startswith("--"):
                continue
            name, given, value = word.partition("=")
            if name not in options:
                yield f"{' '.join(command)} does not have the option {name}"
            elif options[name] and not given and words:
                value = words.pop(0)
            choices = options.get(name, "")
            if "|" in choices and choices.islower() and value and not value.isupper() and (
                    not set(value.split("|")) <= set(choices.split("|"))):
                yield f"{name} is one of {choices}, not {value}"

    def problems(self, text):
        """Sentences about a command as a shell reads it."""
        try:
            lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>()")
            lexer.whitespace_split = True
            lexer.commenters = "#"
            tokens = list(lexer)
        except ValueError as error:
            yield f"a shell does not read this: {error}"
            return
        if "..." in tokens:
            yield '"..." has no earlier command that it repeats'
        simple = []
        for token in [*tokens, ";"]:
            if re.fullmatch(r"[|&;()]+", token):
                yield from self.simple(simple)
                simple = []
            else:
                simple.append(token)

    def simple(self, words):
        words = program_first(words)
        if not words:
            return
        program = words[0]
        if program in OURS:
            yield from self.ours(words)
        elif "/" in program and not program.startswith(BUILT):
            if not os.access(program, os.X_OK):
                yield f"{program} is not a program of the tree"
                return
            source = pathlib.Path(program).read_text(encoding="utf-8")
            for option in [word for word in words[1:] if re.match(r"--?[a-z]", word)]:
                if option.partition("=")[0] not in source:
                    yield f"{program} does not have the option {option}"
        elif program not in OTHERS:
            yield f"{program} is a program that words.py does not know"
        if program == "cmake" and "--preset" in words:
            preset = words[words.index("--preset") + 1]
            if f'"name": "{preset}"' not in pathlib.Path("CMakePresets.json").read_text(encoding="ascii"):
                yield f"there is no preset {preset}"
