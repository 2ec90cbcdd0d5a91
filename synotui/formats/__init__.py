"""Reading and writing files: one module a format, and a registry that finds the one to use."""

from synotui.formats.ahead import Ahead
from synotui.formats.options import ReadOptions, WriteOptions
from synotui.formats.reader import Reader
from synotui.formats.registry import Format, format_for_reading, format_for_writing, formats
from synotui.formats.rows import ExportRow, PairLine, TermLine

__all__ = [
    "Ahead",
    "ExportRow",
    "Format",
    "PairLine",
    "ReadOptions",
    "Reader",
    "TermLine",
    "WriteOptions",
    "format_for_reading",
    "format_for_writing",
    "formats",
]
