# SPDX-License-Identifier: MIT
"""Counts the checks of a test, and prints those that fail."""
count = bad = 0


def check(good, words):
    """words: what is wrong, when it is not good."""
    global bad, count
    count += 1
    if not good:
        bad += 1
        print(f"FAIL: {words}")


def result(least=1):
    """The exit status. least: with fewer checks something was not looked at."""
    print(f"{count} checks, {bad} bad")
    return 1 if bad or count < least else 0
