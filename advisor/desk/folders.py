"""Where this person's files stand: the platform's own folders, or the one that WIJZER_DATA names."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "procedurewijzer"
#: Names the folder for data, instead of the platform's own.
VARIABLE = "WIJZER_DATA"
#: File systems that live on another machine. SQLite's locks cannot be trusted there, so a case can be lost.
REMOTE = frozenset(
    "9p afpfs afs ceph cifs fuse.sshfs glusterfs ncpfs nfs nfs4 smb2 smb3 smbfs webdav".split()  # noqa: SIM905
)


def data() -> Path:
    """The folder of the casebook."""
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME))


def rules() -> Path:
    """The folder of the rule bases of other releases."""
    return data() / "rules"


def settings() -> Path:
    """The file of what this person chose once."""
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given) / "settings.json"
    import platformdirs

    return Path(platformdirs.user_config_dir(NAME)) / "settings.json"


def cache() -> Path:
    """The folder of what can be made again at any time."""
    import platformdirs

    return Path(platformdirs.user_cache_dir(NAME))


def file_system(path: Path) -> tuple[str, bool]:
    """The kind of file system that holds the path ("": it cannot be told), and whether it is on another machine."""
    place = _nearest_that_exists(path)
    if str(place).startswith(("\\\\", "//")):
        return "UNC", True
    try:
        import psutil
    except ImportError:
        # `doctor` names the absent package itself, and must be able to say so.
        return "", False
    best, kind, options = "", "", ""
    for part in psutil.disk_partitions(all=True):
        mount = part.mountpoint
        if len(mount) > len(best) and _holds(Path(mount), place):
            best, kind, options = mount, part.fstype, part.opts
    remote = kind.lower() in REMOTE or "remote" in options.split(",")
    return kind, remote


def _nearest_that_exists(path: Path) -> Path:
    """The path, or the folder above it that is there; a folder that is still to be made stands on the same disk."""
    place = Path(os.path.abspath(path))  # noqa: PTH100 - without following links into a share first
    while not place.exists() and place != place.parent:
        place = place.parent
    return place.resolve()


def _holds(mount: Path, place: Path) -> bool:
    return place == mount or mount in place.parents
