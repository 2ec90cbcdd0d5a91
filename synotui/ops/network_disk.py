"""Whether a dictionary lies on a file system of another computer, where locks may not hold.

SQLite keeps two writers apart by locks on the file. Over a network these are
often missing, late, or only pretended: two writers may then damage the file,
and a commit may be lost that was reported as done.
"""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

MOUNT_TABLE = Path("/proc/self/mountinfo")
"""Where Linux says what is mounted."""
_REMOTE = (
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "openafs", "auristorfs",
    "9p", "coda", "ceph", "glusterfs", "lustre", "gpfs", "beegfs", "orangefs", "pvfs2", "panfs",
    "davfs", "webdav", "ftpfs", "afpfs", "vboxsf", "vmhgfs", "prl_fs", "drvfs",
)  # fmt: skip
_LOCAL_FUSE = (
    "blk", "ntfs", "ntfs-3g", "exfat", "ext2", "ext4", "zfs", "apfs", "mergerfs", "unionfs",
    "bindfs", "fuse-overlayfs", "lxcfs", "encfs", "gocryptfs", "cryfs", "securefs", "squashfuse",
    "dislocker", "snapfuse", "portal",
)  # fmt: skip
"""What FUSE file systems call themselves that lie on disks of this computer."""
_MAGIC = {
    0x6969: "nfs", 0xFF534D42: "cifs", 0xFE534D42: "smb", 0x517B: "smb", 0x01021997: "9p",
    0x5346414F: "afs", 0x6B414653: "afs", 0x73757245: "coda", 0x00C36400: "ceph",
    0x0BD00BD0: "lustre", 0x786F4256: "vboxsf",
}  # fmt: skip
"""What statfs calls remote file systems."""
_ESCAPED = re.compile(r"\\([0-7]{3})")
_OTHER_COMPUTER = re.compile(r"^(//|\\\\|[^/\s]+:/|[a-z0-9+.-]+://|[^/\s@]+@[^/\s]+)")


class Mount(NamedTuple):
    """A mounted file system."""

    where: str
    kind: str
    """"ext4", "nfs4", "fuse.sshfs"."""
    source: str
    """A device, or what is mounted from where: "server:/home"."""


def remote_kind(path: Path) -> str:
    """Name the remote file system `path` lies on; "" if it is local or that is not known."""
    whole = os.path.realpath(path)
    if sys.platform == "win32":
        return _windows_kind(whole)
    mount = mount_of(whole, _mounts())
    if mount is not None and mount.kind != "autofs":
        return mount.kind if is_remote(mount) else ""
    return _kind_by_statfs(whole)


def network_warning(path: Path) -> str:
    """Say what may go wrong with a dictionary on a remote file system; "" for a local one."""
    kind = remote_kind(path)
    if not kind:
        return ""
    return (
        f"{path.name} lies on a network file system ({kind}), where locks may not hold: two who "
        "write at once can damage it, and what was saved can be lost with the connection. "
        "Copy it to a local disk, or let one write at a time"
    )


def is_remote(mount: Mount) -> bool:
    """Say whether a file system is another computer's."""
    kind, _, inner = mount.kind.partition(".")
    if kind in ("fuse", "macfuse", "osxfuse"):
        if inner in _LOCAL_FUSE or inner.startswith("fuse-ext"):
            return False
        # Most that are not known are of a cloud: sshfs, rclone, s3fs, gcsfuse, ...
        return bool(inner) or _OTHER_COMPUTER.match(mount.source) is not None
    return mount.kind in _REMOTE


def mount_of(path: str, mounts: Iterable[Mount]) -> Mount | None:
    """Give the file system an absolute `path` lies on: the last one mounted nearest to it."""
    best: Mount | None = None
    for mount in mounts:
        where = mount.where.rstrip("/")
        within = path == where or path.startswith(f"{where}/")
        if within and (best is None or len(where) >= len(best.where.rstrip("/"))):
            best = mount
    return best


def parse_mountinfo(text: str) -> list[Mount]:
    """Read what Linux says in /proc/self/mountinfo, in its order; other lines are left out."""
    found = []
    for line in text.splitlines():
        fields = line.split(" ")
        # 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        if "-" not in fields[6:]:
            continue
        at = fields.index("-", 6)
        if len(fields) >= at + 3:
            where, kind, source = fields[4], fields[at + 1], fields[at + 2]
            found.append(Mount(_plain(where), kind, _plain(source)))
    return found


def parse_mount(text: str) -> list[Mount]:
    """Read what `mount` says on macOS and BSD: `//mei@nas/share on /Volumes/x (smbfs, nodev)`."""
    found = []
    for line in text.splitlines():
        parts = re.fullmatch(r"(.*?) on (/.*) \(([^(),]+)(?:, .*)?\)", line)
        if parts is not None:
            found.append(Mount(parts[2], parts[3], parts[1]))
    return found


def _plain(field: str) -> str:
    """Undo the escapes of mountinfo: `\\040` is a blank."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), field)


def _mounts() -> list[Mount]:
    try:
        return parse_mountinfo(MOUNT_TABLE.read_text("utf-8", "replace"))
    except OSError:
        if sys.platform == "linux":
            return []
    import subprocess

    try:
        told = subprocess.run(["mount"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_mount(told.stdout)


def _kind_by_statfs(path: str) -> str:
    """Name a remote file system by the number that Linux has for it."""
    if sys.platform != "linux":
        return ""
    import ctypes

    held = ctypes.create_string_buffer(512)
    if ctypes.CDLL(None).statfs(os.fsencode(path), held) != 0:
        return ""
    return _MAGIC.get(ctypes.c_long.from_buffer(held).value & 0xFFFFFFFF, "")


def _windows_kind(path: str) -> str:
    if sys.platform == "win32":
        import ctypes

        remote = 4
        drive = os.path.splitdrive(path)[0]
        if drive.startswith("\\\\"):
            return "a network share"
        if ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == remote:
            return "a network drive"
    return ""
