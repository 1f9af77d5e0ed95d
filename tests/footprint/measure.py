# SPDX-License-Identifier: MIT
"""What the codec takes on a Cortex-M: builds of it, their symbols and the deepest path of the stack."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

# A compiler behind ccache leaves out the call graph when it takes an object from the cache.
os.environ["CCACHE_DISABLE"] = "1"

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCES = ["option43.c", "server.c", "identity.c"]
WITHOUT = "decode and identity, without the syntax of the Server"
USES = {"decode": ["DECODE"], "encode": ["ENCODE"], "identity": ["IDENTITY"],
        "decode and identity": ["DECODE", "IDENTITY"],
        WITHOUT: ["DECODE", "IDENTITY"],
        "all three": ["DECODE", "ENCODE", "IDENTITY"]}
CPUS = ["cortex-m0", "cortex-m4"]


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True,
                          text=True).stdout


def need_compiler():
    """Ends as skipped where the compiler is missing."""
    if not shutil.which("arm-none-eabi-gcc"):
        print("SKIP: arm-none-eabi-gcc is not installed (apt install gcc-arm-none-eabi)")
        sys.exit(77)


def build(folder, cpu, use, root=ROOT):
    """Objects and the linked file of one use, of the codec in root."""
    flags = ["-std=c11", "-Os", "-mthumb", "-mcpu=" + cpu, "-ffunction-sections", "-fdata-sections",
             "-ffreestanding", "-fcallgraph-info=su", "-I", root, "-I", root / "tlv"]
    objects = []
    if use == WITHOUT:
        flags.append("-DCDC43_NO_SERVER_SYNTAX")
    for name in SOURCES:
        if use == WITHOUT and name == "server.c":
            continue
        made = folder / (name + ".o")
        run("arm-none-eabi-gcc", *flags, "-c", root / "tlv" / name, "-o", made)
        objects.append(made)
    main = folder / "firmware.o"
    run("arm-none-eabi-gcc", *flags, *["-DUSE_" + word for word in USES[use]], "-c",
        HERE / "firmware.c", "-o", main)
    linked = folder / "firmware.elf"
    roots = [f"-Wl,--undefined=firmware_{word.lower()}" for word in USES[use]]
    run("arm-none-eabi-gcc", "-mthumb", "-mcpu=" + cpu, "-nostdlib", "-Wl,--gc-sections",
        "-Wl,--entry=0", *[f"-Wl,--defsym={name}=0" for name in ("memcpy", "memcmp", "memset")], *roots,
        *[f"-Wl,--entry=firmware_{USES[use][0].lower()}"], *objects, main, "-o", linked)
    return objects, linked


def symbols(path):
    """Size of each symbol of ours in a linked file."""
    sizes = {}
    for line in run("arm-none-eabi-nm", "-S", path).splitlines():
        words = line.split()
        if len(words) == 4 and not words[3].startswith("firmware_"):
            sizes[words[3]] = int(words[1], 16)
    return sizes


def worst_stack(folder, roots):
    """Octets of stack of the deepest path from the roots, by the compiler's call graph."""
    own, calls = {}, {}
    for path in folder.glob("*.ci"):
        text = path.read_text()
        for title, label in re.findall(r'node: \{ title: "([^"]*)" label: "([^"]*)"', text):
            found = re.search(r"(\d+) bytes \((\w+)\)", label)
            if found:
                own[title] = int(found[1])
                if found[2] != "static":
                    sys.exit(f"{title}: the stack is not static")
        for source, target in re.findall(r'sourcename: "([^"]*)" targetname: "([^"]*)"', text):
            calls.setdefault(source, set()).add(target)

    def deepest(name, path=()):
        if name in path:
            sys.exit(f"{name}: recursion")
        return own.get(name, 0) + max(
            (deepest(called, path + (name,)) for called in calls.get(name, ())), default=0)

    return max(deepest(root) for root in roots)
