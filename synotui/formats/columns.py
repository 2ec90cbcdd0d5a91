"""Which column of a table holds what: names in English and Chinese, headers, positions."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from synotui.errors import FormatError
from synotui.formats.options import ReadOptions
from synotui.model import Relation

EXPORTED = (
    "term",
    "synonym",
    "relation",
    "cosine_base",
    "cosine_now",
    "curator",
    "decided_at",
    "note",
)
"""The columns of an export unless others are asked for."""

FINER = ("weight", "term_sense", "synonym_sense")
"""Columns that follow those where any pair of an export has a weight or a sense of its own."""

CHINESE: Mapping[str, str] = {
    "term": "标准词",
    "synonym": "近似词",
    "relation": "关系",
    "cosine_base": "原余弦",
    "cosine_now": "现余弦",
    "curator": "审校者",
    "decided_at": "时间",
    "note": "备注",
    "verdict": "判定",
    "weight": "权重",
    "term_sense": "标准词义项",
    "synonym_sense": "近似词义项",
}
"""The header of every column that can be written, in Chinese; the keys are the English ones."""

_NAMES: Mapping[str, str] = {
    "term": "term terms head headword word word1 canonical preferred standard sentence1 anchor "
    "标准词 词 词条 词语 词1 主词 主题词 规范词 首选词 术语 原词 標準詞 詞 詞條 主題詞 規範詞 術語",
    "synonym": "synonym synonyms candidate word2 variant alias sentence2 positive "
    "近似词 近义词 同义词 候选词 词2 别名 变体 非标准词 近似詞 近義詞 同義詞 候選詞 別名 變體",
    "relation": "relation relationship 关系 关系类型 關係",
    "verdict": "verdict decision 判定 判断 结论 审核结果 审校结果 判斷 結論",
    "note": "note notes comment comments remark 备注 注释 说明 備註 說明",
    "curator": "curator reviewer 审校者 审核人 审校人",
    "decided_at": "decidedat time date 时间 日期 审校时间 审核时间 判定时间",
    "frequency": "frequency freq count 频次 词频 频率 次数 頻次 詞頻 頻率",
    "cosine_base": "cosinebase 原余弦",
    "cosine_now": "cosinenow 现余弦",
    "weight": "weight 权重 權重",
    "term_sense": "termsense sense headsense 标准词义项 词义 义项 標準詞義項 詞義 義項",
    "synonym_sense": "synonymsense 近似词义项 近似詞義項",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}
_LISTED, _NAMED = 12, 40
"""Columns that a message lists, and characters of each name."""
_BETWEEN_WORDS = re.compile(r"[\s_\-]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns are, counted from 0, and whether the first row was a header."""

    columns: Mapping[str, int]
    header: bool
    narration: tuple[str, ...] = field(default=())


def role_of(name: str) -> str | None:
    """Give what a column of this name holds ("word 1" is a term), or None if nobody knows."""
    folded = unicodedata.normalize("NFKC", name).casefold().lstrip("\ufeff# ")
    return _ROLES.get(_BETWEEN_WORDS.sub("", folded))


def roles_in(row: Sequence[str]) -> dict[str, int]:
    """Give the roles a header row names, each with the first column that names it."""
    found: dict[str, int] = {}
    for number, cell in enumerate(row):
        role = role_of(cell)
        if role is not None:
            found.setdefault(role, number)
    return found


def pair_layout(row: Sequence[str], options: ReadOptions, path: Path) -> Layout:
    """Find the columns of a file of pairs from its first row of two cells or more.

    Raises FormatError if a column asked for is not there.
    """
    roles = roles_in(row)
    asked = {"term": options.term_column, "synonym": options.synonym_column}
    header = options.header
    if header is None:
        named = any(given and column_number(given) is None for given in asked.values())
        header = named or ("term" in roles and "synonym" in roles)
    columns = dict(roles) if header else _by_position(row)
    for role, given in asked.items():
        if given:
            at = column_at(given, row, header, path)
            columns = {r: c for r, c in columns.items() if c != at and r != role} | {role: at}
    for role in ("term", "synonym"):
        if role not in columns:
            taken = set(columns.values())
            columns[role] = next(n for n in range(len(taken) + 1) if n not in taken)
    if options.term_column and options.term_column == options.synonym_column:
        raise FormatError("one column cannot hold both sides of a pair", "Name two", path=path)
    return Layout(columns, header, _told(row, columns, header))


def _by_position(row: Sequence[str]) -> dict[str, int]:
    """Take a row without header as written by an export without one, as far as it looks so."""
    columns = {"term": 0, "synonym": 1}
    if len(row) > 2 and row[2].strip() in set(Relation):
        columns["relation"] = 2
        written = {len(names): names for names in (EXPORTED, EXPORTED + FINER)}.get(len(row))
        if written and _is_cosine(row[3]) and _is_cosine(row[4]):
            columns = {role: number for number, role in enumerate(written)}
    return columns


def _is_cosine(cell: str) -> bool:
    return re.fullmatch(r"(-?[01]\.\d+)?", cell) is not None


def column_number(given: str) -> int | None:
    """Give the column, from 0, that a number counted from 1 means; None for a name."""
    return int(given) - 1 if re.fullmatch(r"[1-9][0-9]{0,5}", given) else None


def column_at(given: str, row: Sequence[str], header: bool, path: Path) -> int:
    """Give the column, from 0, that is asked for by name or number. FormatError if there is none.

    `row` is the file's first row and `header` says whether it names the columns.
    """
    number = column_number(given)
    if number is not None:
        return number
    wanted = unicodedata.normalize("NFKC", given).casefold().strip()
    names = [unicodedata.normalize("NFKC", cell).casefold().strip("\ufeff ") for cell in row]
    if header and wanted in names:
        return names.index(wanted)
    there = f"It has {_listed([cell.strip() for cell in row])}" if header else "It has no header"
    raise FormatError(f"no column “{given}”", f"{there}; a number such as 2 works too", path=path)


def _told(row: Sequence[str], columns: Mapping[str, int], header: bool) -> tuple[str, ...]:
    unread = [n for n in range(len(row)) if n not in columns.values()]
    if not unread:
        return ()
    if header:
        return (f"columns not read: {_listed([row[n].strip() or str(n + 1) for n in unread])}",)
    first, last = unread[0] + 1, unread[-1] + 1
    which = f"column {first} is" if first == last else f"columns {first} to {last} are"
    return (f"no header: {which} not read",)


def _listed(names: Sequence[str]) -> str:
    some = [name if len(name) <= _NAMED else f"{name[:_NAMED]}…" for name in names[:_LISTED]]
    more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return ", ".join(some) + more


def chosen(names: Sequence[str] | None) -> tuple[str, ...]:
    """Check the columns asked for in an export; None is the usual ones. FormatError if unknown."""
    if names is None:
        return EXPORTED
    unknown = [name for name in names if name not in CHINESE]
    if unknown or not names:
        what = f"No column “{unknown[0]}”" if unknown else "No columns to write"
        raise FormatError(what, f"There are {', '.join(CHINESE)}")
    return tuple(names)
