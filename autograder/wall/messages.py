"""Messages across the wall: MessagePack bytes and the trees they hold. What the trees mean: `autograder.wall.wire`.

Apart from it because it needs no torch, and so neither does the process that only starts sandboxes.
"""

from typing import Any

import msgpack

MAX_NODES = 2_000_000
MAX_PARTS = 8 * MAX_NODES  # items of all lists of a message together: a node is a list of a few


class WireError(Exception):
    """The bytes are not what `autograder.wall.wire.encode` makes, or exceed a limit."""


def unpack(data: bytes | bytearray) -> Any:
    """MessagePack bytes → tree.

    Raises:
        WireError: they are not MessagePack, or hold something `encode` never makes.
    """
    parts = 0

    def count(made: list[Any]) -> list[Any]:
        nonlocal parts
        parts += len(made)
        if parts > MAX_PARTS:  # an empty list is one byte in the message and 64 bytes here
            raise WireError
        return made

    limits = {"max_ext_len": 0, "max_map_len": 0, "max_array_len": MAX_NODES}
    try:
        return msgpack.unpackb(data, raw=False, strict_map_key=True, list_hook=count, **limits)
    except Exception as error:  # msgpack raises many kinds, all of them the sender's fault
        raise WireError(f"not MessagePack: {type(error).__name__}") from None
