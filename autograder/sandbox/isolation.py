"""The walls of a sandbox, put up between the fork and the first student byte.

In order: an unprivileged user, namespaces, a file system made of an allow-list, closed file descriptors, an
emptied environment, no capabilities, no new privileges, a system-call filter, resource limits. Every layer has a
test that fails when that layer alone is left out.
"""

import contextlib
import os
import resource
import signal
import socket
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

import pyseccomp

from autograder.devices import driver_folders, gpu_nodes, gpu_numbers
from autograder.errors import IsolationError
from autograder.sandbox import linux
from autograder.sandbox.spec import DATA, HOME, SandboxSpec

NOBODY = 65534
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/ssl/certs", "/etc/alternatives")
DEVICES = ("null", "zero", "full", "random", "urandom")
PASSWD = "student:x:1000:1000:student:/home/student:/bin/sh\n"

# Never needed by a notebook, each a door to the kernel or to another process.
DENIED_CALLS = (
    "mount umount2 pivot_root chroot unshare setns open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr "
    "ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp "
    "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register "
    "keyctl add_key request_key init_module finit_module delete_module kexec_load kexec_file_load "
    "open_by_handle_at name_to_handle_at fanotify_init quotactl quotactl_fd acct swapon swapoff reboot "
    "settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname "
    "iopl ioperm modify_ldt personality syslog vhangup nfsservctl lookup_dcookie uselib "
    "landlock_create_ruleset landlock_add_rule landlock_restrict_self "
    "shmget memfd_secret"  # memory that no process need have mapped, so that nobody would count it
).split()
WRITABLE = ("/home/", "/tmp/")  # places of a sandbox that are not the machine's
NAMESPACE_FLAGS = linux.ALL_NAMESPACES
NAMESPACES = {
    "network": linux.CLONE_NEWNET,
    "pid": linux.CLONE_NEWPID,
    "ipc": linux.CLONE_NEWIPC,
    "hostname": linux.CLONE_NEWUTS,
    "cgroup": linux.CLONE_NEWCGROUP,
}
AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10


@lru_cache(maxsize=1)
def allowed_paths(data_root: Path) -> dict[str, str]:
    """What a sandbox may read: path inside → path outside. The course and its neighbors are not in it."""
    package = Path(__file__).resolve().parents[1]
    folders = {*SYSTEM, sys.base_prefix, sys.prefix, sysconfig.get_path("purelib"), str(package)}
    folders |= set(driver_folders())
    paths = {folder: folder for folder in sorted(folders) if Path(folder).exists()}
    # A folder inside an allowed one comes with it; mounting it again would only cost time.
    paths = {p: p for p in paths if not any(p != q and Path(p).is_relative_to(q) for q in paths)}
    paths |= {path: path for path in SETTINGS if Path(path).exists()}
    return paths | {DATA: str(data_root)}


def build_root(root: Path, paths: dict[str, str]) -> None:
    """Mounts a read-only file system of `paths` on `root`, with empty places for what each sandbox adds."""
    linux.mount("tmpfs", str(root), "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=755,size=1m")
    for inside, outside in paths.items():
        target = root / inside.lstrip("/")
        if Path(outside).is_symlink() and inside in SYSTEM:  # /lib → usr/lib on today's systems
            target.symlink_to(Path(outside).readlink())
            continue
        _bind(outside, target)
    for name in ("proc", "dev", "dev/shm", "home", "tmp", "sys", "etc"):
        (root / name).mkdir(exist_ok=True)
    (root / "etc" / "passwd").write_text(PASSWD)
    for device in DEVICES:
        (root / "dev" / device).touch()
    for device in [f"cuda:{number}" for number in gpu_numbers()]:
        for node in gpu_nodes(device):
            (root / "dev" / node.name).touch()
    linux.set_mount_attributes(str(root), linux.MOUNT_ATTR_RDONLY | linux.MOUNT_ATTR_NOSUID | linux.MOUNT_ATTR_NODEV)


def _bind(outside: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if Path(outside).is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    linux.mount(outside, str(target), None, linux.MS_BIND | linux.MS_REC)


def prepare_as_root(stage: Path, data_root: Path) -> None:
    """Builds the allow-listed tree once, in a mount namespace of the warm process, for all sandboxes."""
    try:
        linux.unshare(linux.CLONE_NEWNS)
        linux.mount(None, "/", None, linux.MS_REC | linux.MS_SLAVE)
        build_root(stage / "allowed", allowed_paths(data_root))
    except OSError:
        # A container's root without CAP_SYS_ADMIN: each sandbox tries for itself, and reports what is refused.
        return


def leave_root() -> None:
    """Becomes nobody when started as root: limits on processes do not bind root, and files must not open for it.

    Raises:
        IsolationError: this root is a container's, and may not become anybody else.
    """
    if os.geteuid() == 0:
        try:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        except OSError as error:
            raise IsolationError(refusal(error)) from error
    # /proc/self belongs to root after a change of user; the maps below must be writable.
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def enter_namespaces(without: tuple[str, ...] = ()) -> None:
    """Leaves the host's users, processes, network, IPC, host name and cgroups.

    Raises:
        IsolationError: the kernel refuses; the message names the setting.
    """
    user, group = os.geteuid(), os.getegid()
    # Mounts come later, in the sandbox itself: the guard must go on seeing the machine's /proc.
    flags = linux.ALL_NAMESPACES & ~linux.CLONE_NEWNS
    for name in without:
        flags &= ~NAMESPACES.get(name, 0)
    try:
        linux.unshare(flags)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"1000 {user} 1")
        Path("/proc/self/gid_map").write_text(f"1000 {group} 1")
    except OSError as error:
        raise IsolationError(refusal(error)) from error


def refusal(error: OSError) -> str:
    """Says which setting of this kernel stops user namespaces, and what to do."""
    remedies = {
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": (
            "1",
            "kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        "/proc/sys/kernel/unprivileged_userns_clone": ("0", "kernel.unprivileged_userns_clone=1"),
        "/proc/sys/user/max_user_namespaces": ("0", "user.max_user_namespaces=15000"),
    }
    for path, (bad, remedy) in remedies.items():
        with contextlib.suppress(OSError):
            if Path(path).read_text().strip() == bad:
                return f"The sandbox needs user namespaces, which {path} forbids. Run: sysctl -w {remedy}"
    return (
        f"The sandbox could not be isolated: {error}. In Docker, run the container with "
        "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined. "
        "To grade without isolation, only where you trust every submission: --isolation none"
    )


def enter_root(stage: Path, data_root: Path, spec: SandboxSpec) -> None:
    """Makes the allow-listed tree the root, with fresh /proc and /dev and one size-limited place to write.

    Args:
        stage: holds ``allowed`` (built by `build_root`, here or by `prepare_as_root`) and an empty ``root``.
        data_root: what is mounted as the MNIST root.
    """
    root = str(stage / "root")
    linux.unshare(linux.CLONE_NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    if not (stage / "allowed" / "proc").exists():  # not prepared by root
        build_root(stage / "allowed", allowed_paths(data_root))
    linux.mount(str(stage / "allowed"), root, None, linux.MS_BIND | linux.MS_REC)
    linux.mount("proc", f"{root}/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
    # Where the machine's root is mapped in here, its settings would open for writing.
    linux.mount(f"{root}/proc/sys", f"{root}/proc/sys", None, linux.MS_BIND)
    linux.set_mount_attributes(f"{root}/proc/sys", linux.MOUNT_ATTR_RDONLY)
    for device in DEVICES:
        linux.mount(f"/dev/{device}", f"{root}/dev/{device}", None, linux.MS_BIND)
    for node in gpu_nodes(spec.device):
        linux.mount(str(node), f"{root}/dev/{node.name}", None, linux.MS_BIND)
    if spec.device != "cpu":
        linux.mount("/sys", f"{root}/sys", None, linux.MS_BIND | linux.MS_REC)
        linux.set_mount_attributes(f"{root}/sys", linux.MOUNT_ATTR_RDONLY | linux.MOUNT_ATTR_NOSUID)
    options = f"mode=755,size={spec.limits.file_mb}m,nr_inodes=20000"
    linux.mount("tmpfs", f"{root}/home", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
    # One tmpfs behind all writable places, so that one limit counts for them together.
    for name, place in (("student", None), ("tmp", "/tmp"), ("shm", "/dev/shm")):
        Path(root, "home", name).mkdir()
        if place:
            linux.mount(f"{root}/home/{name}", f"{root}{place}", None, linux.MS_BIND)
    show_again(stage, Path(root), [path for path in allowed_paths(data_root) if path.startswith(WRITABLE)])
    os.chdir(root)
    linux.pivot_root(".", ".")
    linux.umount_detached(".")
    os.chdir(HOME)


def show_again(stage: Path, root: Path, paths: list[str]) -> None:
    """Mounts allowed paths that a writable place has covered: an interpreter under /home, a checkout under /tmp."""
    for path in paths:
        _bind(str(stage / "allowed" / path.lstrip("/")), root / path.lstrip("/"))


def close_inherited(keep: tuple[int, ...]) -> None:
    """Closes every file descriptor but 0, 1, 2 and `keep`."""
    kept = set(keep)
    for number in [int(name) for name in os.listdir("/proc/self/fd")]:
        if number > 2 and number not in kept:
            with contextlib.suppress(OSError):  # the listing's own descriptor is gone already
                os.close(number)


def set_environment(spec: SandboxSpec) -> None:
    """Empties the environment but for an allow-list."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    threads = str(spec.threads)
    os.environ.clear()
    os.environ.update(
        kept,
        HOME=HOME,
        USER="student",
        TMPDIR="/tmp",
        MNIST_ROOT=DATA,
        MPLBACKEND="module://matplotlib_inline.backend_inline",
        MPLCONFIGDIR="/tmp/matplotlib",
        NBGRADER_EXECUTION="autograde",  # as nbgrader documents
        OMP_NUM_THREADS=threads,
        MKL_NUM_THREADS=threads,
        OPENBLAS_NUM_THREADS="1",
        CUDA_VISIBLE_DEVICES=visible_devices(spec),
    )
    if spec.device != "cpu":
        fraction = spec.limits.gpu_fraction * spec.gpu_share
        os.environ["PYTORCH_CUDA_ALLOC_CONF"] = f"per_process_memory_fraction:{fraction:.4f}"
        os.environ["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"  # as their device files are numbered


def visible_devices(spec: SandboxSpec) -> str:
    """CUDA's own choice of GPUs: with isolation there is one, and it is the first whatever its number outside is."""
    if spec.device == "cpu":
        return ""
    return "0" if spec.isolation == "namespaces" else spec.device.removeprefix("cuda:")


def limit_resources(spec: SandboxSpec) -> None:
    """Sets the limits that the kernel itself keeps, per process."""
    limits = spec.limits
    cpu = int(limits.submission_seconds * max(1, spec.threads)) + 60
    values = {
        # RLIMIT_AS would break CUDA, which reserves huge ranges it never touches.
        resource.RLIMIT_DATA: (limits.memory_mb << 20) + untouched_bytes(),
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_mb << 20,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 64 << 20,
    }
    for which, value in values.items():
        hard = resource.getrlimit(which)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))


def untouched_bytes() -> int:
    """What counts as this process's data but takes no memory: CUDA's libraries bring 400 MB that nothing touches."""
    _, resident, shared, _, _, data, _ = map(int, Path("/proc/self/statm").read_text().split())
    return max(0, data - (resident - shared)) * resource.getpagesize()


def filter_calls(device: str) -> None:
    """Loads the seccomp deny-list.

    Args:
        device: CUDA needs a call that is refused elsewhere.

    Raises:
        IsolationError: libseccomp or the kernel refuses.
    """
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    refuse = pyseccomp.ERRNO(1)  # EPERM
    for name in (*DENIED_CALLS, *(["memfd_create"] if device == "cpu" else [])):
        # A name this libseccomp does not know is a call this kernel's programs cannot make by it either.
        with contextlib.suppress(OSError):
            rules.add_rule(refuse, name)
    # clone3's flags lie in memory, where no filter can look: glibc falls back to clone.
    rules.add_rule(pyseccomp.ERRNO(38), "clone3")
    for bit in (1 << n for n in range(32) if NAMESPACE_FLAGS & (1 << n)):
        rules.add_rule(refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, bit, bit))
    for family in (n for n in range(64) if n not in (AF_UNIX, AF_INET, AF_INET6)):
        rules.add_rule(pyseccomp.ERRNO(97), "socket", pyseccomp.Arg(0, pyseccomp.EQ, family))
    for family in (AF_INET, AF_INET6):  # beyond UDP: SCTP, MPTCP and others, each with a module of its own
        of_family, beyond = pyseccomp.Arg(0, pyseccomp.EQ, family), pyseccomp.Arg(2, pyseccomp.GT, socket.IPPROTO_UDP)
        rules.add_rule(pyseccomp.ERRNO(93), "socket", of_family, beyond)  # EPROTONOSUPPORT
    rules.add_rule(pyseccomp.ERRNO(97), "socketpair", pyseccomp.Arg(0, pyseccomp.NE, AF_UNIX))
    try:
        rules.load()
    except OSError as error:
        raise IsolationError(
            f"The kernel refuses a seccomp filter ({error}); it needs CONFIG_SECCOMP_FILTER."
        ) from error


def enclose(stage: Path, data_root: Path, spec: SandboxSpec, channel: int) -> None:
    """Puts up every wall around this process, the first of its PID namespace.

    Args:
        stage, data_root: see `enter_root`.
        channel: the one file descriptor that stays open.

    Raises:
        IsolationError: naming the layer that could not be put up.
    """
    try:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        # kill(0) reaches the whole process group, also outside of the PID namespace.
        if "session" not in spec.without:
            os.setsid()
        if "mounts" not in spec.without:
            enter_root(stage, data_root, spec)
        if "fds" not in spec.without:
            close_inherited((channel,))
        if "environment" not in spec.without:
            set_environment(spec)
        if "capabilities" not in spec.without:
            linux.drop_capabilities()
        if "no_new_privs" not in spec.without:
            linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        if "rlimits" not in spec.without:
            limit_resources(spec)
        if "seccomp" not in spec.without:
            filter_calls(spec.device)
    except OSError as error:
        raise IsolationError(refusal(error)) from error


def loose_home(stage: Path, pid: int) -> Path:
    """The work folder of a sandbox without isolation."""
    return stage / f"unisolated-{pid}"


def enclose_loosely(stage: Path, data_root: Path, spec: SandboxSpec, channel: int) -> None:
    """What ``--isolation none`` still does: a folder of its own, no inherited files or settings, limits."""
    folder = loose_home(stage, os.getpid())
    folder.mkdir(mode=0o700)
    home = str(folder)
    os.setsid()
    close_inherited((channel,))
    set_environment(spec)
    os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=f"{home}/matplotlib", MNIST_ROOT=str(data_root))
    os.chdir(home)
    limit_resources(spec)
