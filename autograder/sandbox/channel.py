"""Length-prefixed messages over a socket: the one wire between grader and sandbox."""

import socket
import struct
import time

_LENGTH = struct.Struct("<Q")
_SMALL = 1 << 16  # bytes


class ChannelClosed(Exception):
    """The other side is gone."""


class ChannelTimeout(Exception):
    """The other side did not answer in time."""


class MessageTooLong(Exception):
    """The other side announces more bytes than it may send."""


class Channel:
    """Sends and receives whole messages; each call takes the time (`time.monotonic`) by which it must end."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        # What had arrived of a message when time was up: the next call goes on from there.
        self._length: int | None = None
        self._data = bytearray()
        self._filled = 0

    def send(self, data: bytes, deadline: float | None = None) -> None:
        """Sends one message.

        Raises:
            ChannelClosed, ChannelTimeout: it did not arrive whole.
        """
        try:
            header = _LENGTH.pack(len(data))
            # A large message is not copied once more.
            for part in (header + data,) if len(data) < _SMALL else (header, data):
                self._wait(deadline)
                self.socket.sendall(part)
        except TimeoutError:
            raise ChannelTimeout from None
        except OSError:
            raise ChannelClosed from None

    def receive(self, deadline: float | None = None, limit: int | None = None) -> bytearray:
        """Receives one message.

        Raises:
            ChannelClosed, ChannelTimeout, MessageTooLong: none arrived whole.
        """
        if self._length is None:
            (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
            if limit is not None and length > limit:
                raise MessageTooLong(f"a message of {length} bytes")
            self._length = length
        data = self._exactly(self._length, deadline)
        self._length = None
        return data

    def _exactly(self, size: int, deadline: float | None) -> bytearray:
        if len(self._data) != size:
            self._data = bytearray(size)
        data, view = self._data, memoryview(self._data)
        while self._filled < size:
            try:
                self._wait(deadline)
                count = self.socket.recv_into(view[self._filled :])
            except TimeoutError:
                raise ChannelTimeout from None
            except OSError:
                raise ChannelClosed from None
            if count == 0:
                raise ChannelClosed
            self._filled += count
        self._data, self._filled = bytearray(), 0
        return data

    def _wait(self, deadline: float | None) -> None:
        if deadline is None:
            self.socket.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.socket.settimeout(left)

    def close(self) -> None:
        """Closes this side."""
        self.socket.close()
