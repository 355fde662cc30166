"""Makes system calls that no notebook needs, by number: each a way into the kernel or into another process.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import errno
import platform

libc = ctypes.CDLL(None, use_errno=True)
CALLS = {  # x86_64, aarch64, arguments that a kernel without a filter takes or complains of in another way
    "io_uring_setup": (425, 425, (1, ctypes.create_string_buffer(120))),
    "io_uring_register": (427, 427, (-1, 0, 0, 0)),
    "bpf": (321, 280, (0, ctypes.create_string_buffer(72), 72)),
    "userfaultfd": (323, 282, (1,)),
    "keyctl": (250, 219, (0, -3, 1)),
    "add_key": (248, 217, (b"user", b"x", b"y", 1, -3)),
    "request_key": (249, 218, (b"user", b"x", 0, 0)),
    "kcmp": (312, 272, (1, 1, 0, 0, 0)),
    "process_vm_readv": (310, 270, (1, 0, 0, 0, 0, 0)),
    "process_vm_writev": (311, 271, (1, 0, 0, 0, 0, 0)),
    "ptrace": (101, 117, (0, 0, 0, 0)),
    "personality": (135, 92, (0x0040000,)),
    "name_to_handle_at": (303, 264, (-100, b"/", ctypes.create_string_buffer(200), ctypes.create_string_buffer(8), 0)),
    "fsopen": (430, 430, (b"tmpfs", 0)),
    "open_tree": (428, 428, (-100, b"/", 1)),
    "pidfd_getfd": (438, 438, (-1, 0, 0)),
    "quotactl": (179, 60, (0, 0, 0, 0)),
    "modify_ldt": (154, None, (0, 0, 0)),
    "landlock_create_ruleset": (444, 444, (0, 0, 1)),
}
allowed = []
for name, (intel, arm, arguments) in CALLS.items():
    number = intel if platform.machine() == "x86_64" else arm
    if number is None:
        continue
    ctypes.set_errno(0)
    result = libc.syscall(number, *arguments)
    if result >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
        allowed.append((name, errno.errorcode.get(ctypes.get_errno())))
if allowed:
    print("token-leak:", allowed)


def guess():
    return "wrong"


numbers = guess
