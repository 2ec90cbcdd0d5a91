"""Files whose loading would run code of theirs, known by name and by content, and never opened.

Nothing here unpickles; the opcodes of a suspected pickle are only listed.
"""

import io
import re
import zipfile
from pathlib import Path

from synotui.errors import FormatError

_SUFFIXES = frozenset((".pkl", ".pickle", ".joblib", ".dill", ".model", ".pt", ".pth", ".ckpt"))
_INSTEAD = (
    "Save the vectors as word2vec text or binary instead (in gensim: model.wv.save_word2vec_format)"
)
_BINARY_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_TEXT_PICKLE = re.compile(rb"[(\]})cNIVSFJKLMGU]")
_ZIP = b"PK\x03\x04"
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257


def refuse_by_name(path: Path) -> None:
    """Raise FormatError if the name is that of a pickle."""
    if path.suffix.lower() in _SUFFIXES:
        raise FormatError(
            f"{path.suffix} files are not read: loading one runs whatever code is in it",
            _INSTEAD,
            path=path,
        )


def refuse_by_content(path: Path, head: bytes) -> None:
    """Raise FormatError if the file holds a pickle, whatever it is called, or cannot be text.

    `head` is what the file begins with, unpacked.
    """
    if head.startswith(_ZIP):
        _refuse_archive(path)
    if head.startswith(_TAR_MARK, _TAR_MARK_AT):
        raise FormatError("a tar archive", "Unpack it and name the file inside", path=path)
    if _BINARY_PICKLE.match(head) or (_TEXT_PICKLE.match(head) and _is_text_pickle(head)):
        raise FormatError(
            "a Python pickle: loading it runs whatever code is in it", _INSTEAD, path=path
        )


def _refuse_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        names = []
    if any(name.endswith(("data.pkl", ".pkl", ".pickle")) for name in names):
        raise FormatError(
            "a PyTorch file with a pickle in it: loading it runs whatever code is in it",
            _INSTEAD,
            path=path,
        )
    if any(name.startswith("xl/") for name in names):
        raise FormatError("a spreadsheet", "Save it as CSV (UTF-8)", path=path)
    raise FormatError("a zip archive", "Unpack it and name the file inside", path=path)


def _is_text_pickle(head: bytes) -> bool:
    """Say whether `head` reads as opcodes of an old pickle up to its end or its STOP."""
    import pickletools

    stream = io.BytesIO(head)
    count = 0
    try:
        for opcode, _, _ in pickletools.genops(stream):
            count += 1
            if opcode.name == "STOP":
                return count > 2 and not stream.read().strip()
    except Exception:  # genops raises many kinds; all of them mean that it is none
        return False
    return False
