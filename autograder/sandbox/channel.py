"""Length-prefixed messages over a socket: the one wire between grader and sandbox."""

import socket
import struct
import time

_LENGTH = struct.Struct("<Q")
_SMALL = 1 << 16  # bytes
_PIECE = 1 << 18  # bytes; more than a socket holds at a time


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
        while len(self._data) < size:  # memory is taken for what has arrived, not for what was announced
            try:
                self._wait(deadline)
                piece = self.socket.recv(min(size - len(self._data), _PIECE))
            except TimeoutError:
                raise ChannelTimeout from None
            except OSError:
                raise ChannelClosed from None
            if not piece:
                raise ChannelClosed
            self._data += piece
        data, self._data = self._data, bytearray()
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
