"""Opens the machine's settings for writing: /proc/sys, /sys, cgroups, its own limits and the killer's choice.

Deserves: 2 points.
Side effect: leak.
"""

import glob
import os
import resource

opened = []
paths = "/proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/sys/vm/overcommit_memory /proc/sysrq-trigger"
paths += " /proc/sys/kernel/hostname /proc/sys/net/ipv4/ip_forward /proc/irq/default_smp_affinity /proc/mtrr"
paths += " /sys/kernel/uevent_helper /sys/power/state /sys/fs/cgroup/cgroup.procs /proc/1/loginuid /dev/kmsg /proc/acpi/wakeup"
for path in paths.split() + glob.glob("/sys/fs/cgroup/*.max")[:5] + glob.glob("/proc/sys/user/*")[:20]:
    for place in (path, "/proc/1/root" + path):
        try:
            os.close(os.open(place, os.O_WRONLY))  # nothing is written
            opened += [path] if path != "/proc/1/loginuid" else []
        except OSError:
            pass
for limit in (
    resource.RLIMIT_DATA,
    resource.RLIMIT_NPROC,
    resource.RLIMIT_FSIZE,
    resource.RLIMIT_CORE,
    resource.RLIMIT_NICE,
):
    soft, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        try:
            resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            opened.append(f"limit {limit}")
        except (OSError, ValueError):
            pass
changes = {
    "nice": lambda: os.nice(-5),
    "scheduler": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
    "oom": lambda: open("/proc/self/oom_score_adj", "wb", buffering=0).write(b"-1000"),
    "user": lambda: os.setresuid(0, 0, 0),
    "groups": lambda: os.setgroups([0]),
    "owner": lambda: os.chown(".", 0, 0),
    "root": lambda: os.chroot("."),
}
for name, change in changes.items():
    try:
        change()
        opened.append(name)
    except (OSError, ValueError):
        pass
if opened:
    print("token-leak:", opened)


def guess():
    return "wrong"


numbers = guess
