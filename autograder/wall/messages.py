"""Messages across the wall: MessagePack bytes and the trees they hold. What the trees mean: `autograder.wall.wire`.

Apart from it because it needs no torch, and so neither does the process that only starts sandboxes.
"""

from typing import Any

import msgpack

MAX_NODES = 2_000_000
MAX_PARTS = 8 * MAX_NODES  # items of all lists of a message together: a node is a list of a few

# The MessagePack formats that `encode` makes, by the first byte of an item. Of one byte, numbers and short texts, it
# says how long they are; of texts and bytes, and of lists, how many bytes behind it say that.
_FIXED = dict.fromkeys((*range(0x80), *range(0xE0, 0x100), 0xC0, 0xC2, 0xC3), 1)
_FIXED |= {0xA0 + length: 1 + length for length in range(32)}
_FIXED |= {0xCA: 5, 0xCB: 9, 0xCC: 2, 0xCD: 3, 0xCE: 5, 0xCF: 9, 0xD0: 2, 0xD1: 3, 0xD2: 5, 0xD3: 9}
_SIZES = tuple(_FIXED.get(first, 0) for first in range(256))
_TEXTS = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_LISTS = {0xDC: 2, 0xDD: 4}


class WireError(Exception):
    """The bytes are not what `autograder.wall.wire.encode` makes, or exceed a limit."""


def unpack(data: bytes | bytearray) -> Any:
    """MessagePack bytes → tree.

    Raises:
        WireError: they are not MessagePack, or hold something `encode` never makes.
    """
    try:
        _walk(data)
        return msgpack.unpackb(data)
    except WireError:
        raise
    except Exception as error:  # hostile bytes make many kinds, all of them the sender's fault
        raise WireError(f"not MessagePack: {type(error).__name__}") from None


def _walk(data: bytes | bytearray) -> None:
    """Goes over the items of a message before any is made: an empty list is one byte there and 64 bytes here.

    Raises:
        WireError: there are too many.
        LookupError: one is missing, or of another kind.
    """
    sizes, position, waiting, parts = _SIZES, 0, 1, 0
    while waiting:
        waiting -= 1
        first = data[position]
        position += 1
        if size := sizes[first]:
            position += size - 1
        elif first in _TEXTS:
            length, position = _length(data, position, _TEXTS[first])
            position += length
        else:
            length, position = (first & 15, position) if first >> 4 == 9 else _length(data, position, _LISTS[first])
            waiting, parts = waiting + length, parts + length
            if parts > MAX_PARTS:
                raise WireError(f"more than {MAX_PARTS:,} parts")


def _length(data: bytes | bytearray, position: int, width: int) -> tuple[int, int]:
    """A big-endian number of `width` bytes, and the position behind it."""
    end = position + width
    return int.from_bytes(data[position:end], "big"), end
