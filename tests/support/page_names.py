# SPDX-License-Identifier: MIT
"""The pages of the project, from its root."""
import pathlib
import subprocess


def page_names():
    """All .md files that git knows; all but those in a build folder, where there is no git or it knows nothing."""
    try:
        # As in sources.sh: also as root in somebody else's checkout.
        known = subprocess.run(["git", "-c", f"safe.directory={pathlib.Path.cwd()}", "ls-files", "*.md"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout.split()
    except FileNotFoundError:
        known = []
    return known or sorted(str(path) for path in pathlib.Path(".").glob("**/*.md") if "build" not in path.parts)
