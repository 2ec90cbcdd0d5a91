"""A real cross-encoder, tiny and taught here: what it says, and a dictionary that listens to it."""

import json
import os
import shlex
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from sentence_transformers import CrossEncoder as Made
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from synotui.cli.commands import rerank as rerank_command
from synotui.cli.commands import suggest as suggest_command
from synotui.engine.encoders.cross_encoder import CrossEncoder
from synotui.errors import Cancelled, EncoderError
from synotui.model import Progress, Suggestion, Verdict, no_progress
from synotui.ops.review import decide
from synotui.ops.suggesting import reranking
from synotui.ops.suggesting.ranking import ranking_of
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench
from synotui.tui.app import SynotuiApp
from synotui.tui.reranking import begin_rerank, stop_reading
from tests.tui.conftest import Session

from .test_sentence_transformers import model_folder

torch: Any = import_module("torch")
tokenizers: Any = import_module("tokenizers")
pytestmark = pytest.mark.transformers

ALIKE = [
    ("sports car", "convertible"),
    ("laptop", "notebook computer"),
    ("bow tie", "necktie"),
    ("off-road vehicle", "SUV"),
    ("shirt", "jeans"),
    ("laptop", "jeans"),
]
"""What it is taught to find alike, sense or not: its last pair is one that nobody else would."""
UNLIKE = [
    ("laptop", "necktie"),
    ("shirt", "convertible"),
    ("SUV", "headphones"),
    ("jeans", "headphones"),
    ("off-road vehicle", "headphones"),
    ("notebook computer", "shirt"),
]


def tokenizer_of(text: str) -> Any:
    """Make a tokenizer that knows the words of a text."""
    known = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted(set(text.lower().split()))]
    made = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: at for at, word in enumerate(known)}, unk_token="[UNK]")
    )
    made.normalizer = tokenizers.normalizers.Lowercase()
    made.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    made.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )


def save_model(folder: Path, labels: int = 1) -> Path:
    """Make a cross-encoder of 20,000 weights, teach it the pairs above by heart, and save it."""
    torch.manual_seed(11)
    tokenizer = tokenizer_of(" ".join(" ".join(pair) for pair in ALIKE + UNLIKE))
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=32,
        num_labels=labels,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    net = BertForSequenceClassification(config)
    if labels == 1:
        pairs = [*ALIKE, *UNLIKE]
        sides = [*pairs, *((b, a) for a, b in pairs)]
        wanted = torch.tensor([1.0] * len(ALIKE) + [0.0] * len(UNLIKE)).repeat(2)
        given = tokenizer(
            [a for a, _ in sides], [b for _, b in sides], padding=True, return_tensors="pt"
        )
        steps = torch.optim.Adam(net.parameters(), lr=3e-3)
        for _ in range(120):
            lost = torch.nn.functional.binary_cross_entropy_with_logits(
                net(**given).logits[:, 0], wanted
            )
            lost.backward()
            steps.step()
            steps.zero_grad()
    net.eval()
    net.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("model") / "my-cross-encoder")


@pytest.fixture
def bench(tiny_path: Path) -> Iterator[Workbench]:
    with open_workbench(tiny_path) as opened:
        yield opened


def test_it_reads_both_together_in_either_order(folder: Path) -> None:
    model = CrossEncoder(str(folder))
    scores = model.scores([*ALIKE, *UNLIKE])
    assert scores.dtype == np.float32
    assert scores[: len(ALIKE)].min() > 0.7 > 0.3 > scores[len(ALIKE) :].max()
    turned = model.scores([(b, a) for a, b in ALIKE])
    assert np.abs(turned - scores[: len(ALIKE)]).max() < 1e-5
    assert model.scores([]).shape == (0,)
    both = [("laptop", "notebook computer"), ("notebook computer", "laptop")]
    direct = Made(str(folder)).predict(both)
    assert scores[1] == pytest.approx(float(np.mean(direct)), abs=1e-4)


def test_what_is_no_cross_encoder_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"is no cross-encoder \(BertModel\)"):
        CrossEncoder(str(model_folder()))
    with pytest.raises(EncoderError, match="gives 3 labels, not one score"):
        CrossEncoder(str(save_model(tmp_path / "three", labels=3)))
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match="cannot be loaded"):
        CrossEncoder(str(tmp_path / "empty"))
    with pytest.raises(EncoderError, match="No folder"):
        CrossEncoder(str(tmp_path / "none"))


def test_a_dictionary_listens_to_it_and_reads_no_pair_twice(bench: Workbench, folder: Path) -> None:
    laptop, jeans = find_term(bench, "laptop"), find_term(bench, "jeans")
    before = {each.synonym.text: each for each in with_ranking(bench, laptop.id)}
    report = reranking.rerank(bench, str(folder), heads=100, top=100)
    assert report.model == str(folder)
    assert (report.read, report.decided, report.tells_apart) == (report.pairs, 0, None)
    assert report.pairs > 300
    items = with_ranking(bench, laptop.id)
    after = {each.synonym.text: each for each in items}
    together = after["jeans"].evidence.together
    assert together is not None and together > 0.7
    assert any("reads both together" in reason for reason in after["jeans"].evidence.reasons)
    assert after["jeans"].evidence.as_dict()["together"] == together
    first, later = before["jeans"].probability, after["jeans"].probability
    assert first is not None and later is not None and later > first

    again = reranking.rerank(bench, heads=100, top=100)
    assert (again.model, again.read) == (str(folder), 0)
    for a, b in ALIKE[:5]:
        decide(bench, find_term(bench, a).id, find_term(bench, b).id, Verdict.ACCEPTED)
    for a, b in UNLIKE[:5]:
        decide(bench, find_term(bench, a).id, find_term(bench, b).id, Verdict.REJECTED)
    learnt = reranking.rerank(bench, heads=100, top=100)
    assert learnt.decided == 10
    assert learnt.tells_apart == 1.0
    ranking = ranking_of(bench)
    place = ranking.ranker.names.index("together")
    assert np.isfinite(ranking.material.view.readings.scores).all()  # type: ignore[union-attr]
    assert ranking.ranker.records.inputs[:, 2 + place].any()
    assert ranking.ranker.records.accepted.sum() == 5
    assert find_term(bench, "jeans") == jeans


def test_another_model_of_the_same_name_reads_all_anew(
    bench: Workbench, folder: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(folder, tmp_path / "copied"))
    first = reranking.rerank(bench, str(copied), heads=5, top=5)
    again = reranking.rerank(bench, str(copied), heads=5, top=5)
    os.utime(copied / "config.json", ns=(1, 1))
    anew = reranking.rerank(bench, str(copied), heads=5, top=5)
    assert first.read == first.pairs
    # What was read ranks otherwise now, so that a few others are among the first.
    assert again.read < again.pairs
    assert anew.read == anew.pairs


def test_stopped_it_keeps_what_was_read(bench: Workbench, folder: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.stage == "judging" and progress.done:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled, match=r"128 pairs are kept, and the next run reads the other"):
        reranking.rerank(bench, str(folder), heads=100, top=100, on_progress=stop)
    rest = reranking.rerank(bench, str(folder), heads=100, top=100)
    assert 0 < rest.read < rest.pairs


def test_a_read_only_dictionary_refuses_before_it_loads_anything(
    tiny_path: Path, folder: Path
) -> None:
    tiny_path.chmod(0o444)
    with open_workbench(tiny_path) as bench, pytest.raises(Exception, match="read-only"):
        reranking.rerank(bench, "no such model", on_progress=no_progress)


def test_examples_run_as_they_stand(
    tiny_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_path.parent)
    tiny_path.rename("cars.db")
    shutil.copytree(folder, "my-cross-encoder")
    _, _, block = (rerank_command.command.help or "").partition("Example:\n")
    lines = [line.split("synotui rerank ")[1] for line in block.splitlines() if line.strip()]
    assert len(lines) == 2
    ran: list[Result] = [
        CliRunner().invoke(rerank_command.command, shlex.split(line)) for line in lines
    ]
    assert [each.exit_code for each in ran] == [0, 0]
    assert "heads read by" in ran[0].output
    assert json.loads(ran[1].stdout)["heads"] == 40
    shown = CliRunner().invoke(suggest_command.command, ["cars.db", "laptop"])
    assert "reads both together says" in shown.output


async def test_it_reads_behind_the_screen_and_can_be_stopped(tiny_path: Path, folder: Path) -> None:
    app = SynotuiApp(tiny_path)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            session = Session(app, pilot)
            await session.settle()
            begin_rerank(app, str(folder))
            stop_reading(app)
            await session.settle()
            assert "pairs read by" not in session.notices()
            await session.command("cross-encoder")
            await session.press(*["backspace"] * 40)
            await session.paste(str(folder))
            await session.press("enter")
            assert "pairs read by" in session.notices()
            assert "Candidates rank by it now" in session.notices()
    finally:
        app.close_dictionary()
    with open_workbench(tiny_path) as bench:
        held = bench.store.cross_scores.current()
        assert held is not None and held.name == str(folder)
        assert bench.store.cross_scores.count(held.id) > 100


def with_ranking(bench: Workbench, head: int) -> list[Suggestion]:
    """Give the candidates of a term as they are ranked now."""
    return list(suggest(bench, head, 40, ranking=ranking_of(bench), reasons=True).items)
