"""Which file systems are another computer's, by what systems really say of them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.cli.program import main
from synotui.ops import network_disk
from synotui.ops.network_disk import (
    Mount,
    is_remote,
    mount_of,
    network_warning,
    parse_mount,
    parse_mountinfo,
    remote_kind,
)
from synotui.tui.app import SynotuiApp

LINUX = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
40 27 0:35 / /home rw,relatime shared:19 master:3 - nfs4 nas.local:/export/home rw,vers=4.2,hard
41 27 0:36 / /mnt/old rw - nfs 10.0.0.2:/vol/x rw,vers=3,nolock
42 27 0:37 / /mnt/win\040share rw - cifs //server/share\040one rw,vers=3.1.1,username=mei
43 27 0:38 / /mnt/ssh rw,nosuid,nodev - fuse.sshfs mei@host:/home/mei rw,user_id=1000
44 27 0:39 / /mnt/c rw,noatime - 9p C:\134 rw,dirsync,aname=drvfs;path=C:\;uid=1000,trans=fd
45 27 0:40 / /afs rw - afs none rw
46 27 0:41 / /mnt/cloud rw - fuse.rclone remote: rw
47 27 0:42 / /mnt/pool rw - fuse.mergerfs a:b rw
48 27 8:17 / /media/usb rw - fuseblk /dev/sdb1 rw,allow_other,blksize=4096
49 27 0:43 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
50 27 0:44 / /mnt/pool/deep rw - ceph 10.0.0.1:6789:/ rw
51 27 0:45 / /work rw - overlay overlay rw,lowerdir=/a:/b
52 27 0:46 / /srv/auto rw - autofs systemd-1 rw,fd=45
53 52 0:47 / /srv/auto rw - nfs4 nas:/auto rw
54 27 0:48 / /home/local rw - btrfs /dev/sdc rw
a line of something else
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//mei@nas._smb._tcp.local/share on /Volumes/share (smbfs, nodev, nosuid, mounted by mei)
nas:/export on /private/nfs (nfs, asynchronous)
mei@host:/srv on /Users/mei/far (macfuse, nodev, nosuid, synchronous, mounted by mei)
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tmp/x.db", ""),
        ("/home/mei/x.db", "nfs4"),
        ("/homes/x.db", ""),
        ("/mnt/old/x.db", "nfs"),
        ("/mnt/win share/x.db", "cifs"),
        ("/mnt/ssh/x.db", "fuse.sshfs"),
        ("/mnt/c/Users/mei/x.db", "9p"),
        ("/afs/cell/x.db", "afs"),
        ("/mnt/cloud/x.db", "fuse.rclone"),
        ("/mnt/pool/x.db", ""),
        ("/mnt/pool/deep/x.db", "ceph"),
        ("/media/usb/x.db", ""),
        ("/run/user/1000/gvfs/x.db", "fuse.gvfsd-fuse"),
        ("/srv/x.db", ""),
        ("/srv/auto/x.db", "nfs4"),
        ("/home/local/x.db", ""),
    ],
)
def test_linux(path: str, kind: str) -> None:
    found = mount_of(path, parse_mountinfo(LINUX))
    assert found is not None
    assert (found.kind if is_remote(found) else "") == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/mei/x.db", ""),
        ("/Volumes/share/x.db", "smbfs"),
        ("/private/nfs/x.db", "nfs"),
        ("/Users/mei/far/x.db", "macfuse"),
    ],
)
def test_macos(path: str, kind: str) -> None:
    found = mount_of(path, parse_mount(MACOS))
    assert found is not None
    assert (found.kind if is_remote(found) else "") == kind


def test_this_disk_is_local(tmp_path: Path) -> None:
    assert remote_kind(tmp_path / "x.db") == "" and network_warning(tmp_path / "x.db") == ""


@pytest.fixture
def on_nfs(tiny_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dictionary in a folder of which Linux's table says that it is another computer's."""
    table = tmp_path / "mountinfo"
    where = str(tiny_path.resolve().parent).replace(" ", "\\040")
    line = f"60 27 0:49 / {where} rw,relatime - nfs4 nas.local:/\x1b[31mhome rw,vers=4.2,hard\n"
    table.write_text(LINUX + line, encoding="utf-8")
    monkeypatch.setattr(network_disk, "MOUNT_TABLE", table)
    return tiny_path


def test_commands_that_write_warn_on_one_line_and_others_tell(
    on_nfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warning = f"synotui: {network_warning(on_nfs)}\n"
    assert "(nfs4), where locks may not hold" in warning and warning.count("\n") == 1
    assert main(["decide", str(on_nfs), "accept", "普拉多", "霸道SUV"]) == 0
    printed = capsys.readouterr()
    assert printed.err.startswith(warning) and "network" not in printed.out
    assert main(["undo", str(on_nfs)]) == 0
    assert capsys.readouterr().err.startswith(warning)
    assert main(["stats", str(on_nfs), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["network_disk"] == "nfs4" and printed.err == ""
    assert main(["stats", str(on_nfs)]) == 0
    told = capsys.readouterr().out
    assert "on a network file system (nfs4): let one write at a time" in told and "\x1b" not in told


async def test_the_review_warns_once_it_is_open(on_nfs: Path) -> None:
    app = SynotuiApp(on_nfs)
    try:
        async with app.run_test() as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            told = [notice.message for notice in app._notifications]
            assert network_warning(on_nfs) in told
    finally:
        app.close_dictionary()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for mount in (*parse_mountinfo(text), *parse_mount(text), Mount("/", text, text)):
        is_remote(mount)
    mount_of("/x", parse_mountinfo(f"1 1 0:1 / {text} rw - {text} {text}"))
