"""`synotui associate`: which of two poles terms lean to."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

    Lists = dict[str, list[str]]

_MARK = "@"


@click.command()
@dictionary
@click.argument("terms", type=as_text, nargs=-1, metavar="TERM...")
@click.option(
    "--pole", "-p", "poles", type=as_text, multiple=True, metavar="WORDS",
    help="The words of a pole, with commas between; give it twice.",
)  # fmt: skip
@click.option(
    "--against", "-a", type=as_text, multiple=True, metavar="TERMS",
    help="A second list of terms, with commas between: do the two lists lean apart?",
)  # fmt: skip
@click.option(
    "--file", "-f", "files", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
    help="Lists of words, one a line (name: word, word), JSON, or one word a line; "
    "@name stands for the words of one.",
)  # fmt: skip
@click.option("--set", "of_set", type=as_text, metavar="TERM", help="The synonym set of TERM too.")
@click.option("--seed", type=int, default=0, show_default=True, help="What draws depend on.")
@as_json
def command(
    db: Path,
    terms: tuple[str, ...],
    poles: tuple[str, ...],
    against: tuple[str, ...],
    files: tuple[Path, ...],
    of_set: str | None,
    seed: int,
    as_json: bool,
) -> None:
    """Tell which of two poles each TERM leans to, by base vectors and as adjusted.

    A term's association is the mean of its cosines with the words of the
    first pole less that with those of the second. It is drawn with where it
    would mostly be with other words of that kind in the poles: draw no
    conclusions where that reaches across 0.

    With --against, the word-embedding association test (Caliskan et al. 2017):
    an effect size d, above 0 where TERM... leans more to the first pole than
    those terms do, and p, how often lists put together at random would lean
    as far apart. All ways are gone through, up to 200,000; else 100,000 are
    drawn. A FILE has lists of words that @name stands for; without TERM, those
    of its lists that nothing else uses are taken.

    \b
    Example:
      synotui associate cars.db 卡车 跑车 领带 衬衫 --pole 丰田,奥迪 --pole 蝴蝶结,牛仔裤
      synotui associate cars.db 卡车 跑车 -a 领带,衬衫 -p 丰田,奥迪 -p 蝴蝶结,牛仔裤 --json
      synotui associate cars.db --set 跑车 --pole 丰田,奥迪 --pole 蝴蝶结,牛仔裤
    """
    from synotui.cli.association import document_of, print_association
    from synotui.cli.printing import document
    from synotui.ops.exploring.association import associate
    from synotui.ops.workbench import open_workbench

    if len(poles) != 2:
        raise click.UsageError("Give --pole twice: --pole 男,他,父亲 --pole 女,她,母亲")
    lists = _read(files)
    one, other = ([*_words([pole], lists)] for pole in poles)
    second = [*_words(against, lists)]
    with open_workbench(db) as bench:
        first = [*_terms(bench, terms, of_set, lists)]
        if not first:
            used = {word.strip() for given in (*poles, *against) for word in given.split(",")}
            names = [name for name in lists if _MARK + name not in used]
            first = [word for name in names for word in lists[name]]
        if not first:
            raise click.UsageError("Missing argument 'TERM...': name some, or --set, or --file")
        found = associate(bench, first, (one, other), second, seed=seed)
    if as_json:
        document(document_of(found))
    else:
        print_association(found)


def _read(files: Sequence[Path]) -> "Lists":
    from synotui.formats.word_lists import read_word_lists

    lists: Lists = {}
    for path in files:
        for name, words in read_word_lists(path).items():
            lists.setdefault(name, []).extend(words)
    return lists


def _terms(
    bench: "Workbench", terms: Iterable[str], of_set: str | None, lists: "Lists"
) -> Iterator[str]:
    from synotui.ops.exploring.association import terms_of_sets

    for term in terms:
        yield from _listed(term, lists) if term.startswith(_MARK) else [term]
    if of_set is not None:
        yield from terms_of_sets(bench, of_set)


def _words(given: Iterable[str], lists: "Lists") -> Iterator[str]:
    """Give the words of options: parted by commas, those of a list for its name."""
    from synotui.formats.word_lists import words_of

    for line in given:
        for word in words_of(line):
            yield from _listed(word, lists) if word.startswith(_MARK) else [word]


def _listed(name: str, lists: "Lists") -> list[str]:
    found = lists.get(name.removeprefix(_MARK))
    if found is None:
        there = f"--file has {', '.join(lists)}" if lists else "Give its --file"
        raise click.UsageError(f"There is no list {name}. {there}.")
    return found
