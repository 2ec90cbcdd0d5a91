"""The shipped prior: what it reads, that it is the same in both directions, whom it has seen."""

import numpy as np
import pytest

from synotui.engine.rank.prior import PATH, Shipped, head_hash, shipped
from synotui.text import key


@pytest.fixture(scope="module")
def prior() -> Shipped:
    found = shipped()
    assert found is not None
    return found


def test_file_is_small_and_there(prior: Shipped) -> None:
    assert PATH.stat().st_size < 1_000_000
    assert prior.heads > 1000
    assert "cosine" in prior.columns


def test_nearer_pairs_are_likelier_and_all_logits_are_finite(prior: Shipped) -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(size=(200, len(prior.columns))).astype(np.float32)
    z[rng.random(z.shape) < 0.3] = np.nan
    assert np.isfinite(prior.logits(prior.columns, z)).all()
    near = [prior.columns.index(name) for name in ("cosine", "csls", "whitened", "mutual")]
    low, high = np.zeros((2, 1, len(prior.columns)), np.float32)
    low[0, near], high[0, near] = -2, 2
    assert prior.logits(prior.columns, high)[0] > prior.logits(prior.columns, low)[0] + 1


def test_both_directions_are_the_same(prior: Shipped) -> None:
    z = np.random.default_rng(1).normal(size=(50, len(prior.columns))).astype(np.float32)
    turned = z.copy()
    for place, name in enumerate(prior.columns):
        back = f"{name}_back"
        if back in prior.columns:
            other = prior.columns.index(back)
            turned[:, [place, other]] = z[:, [other, place]]
    assert prior.logits(prior.columns, turned) == pytest.approx(
        prior.logits(prior.columns, z), abs=1e-4
    )


def test_columns_are_found_by_name_and_missing_ones_say_nothing(prior: Shipped) -> None:
    z = np.random.default_rng(2).normal(size=(20, len(prior.columns))).astype(np.float32)
    whole = prior.logits(prior.columns, z)
    order = np.random.default_rng(3).permutation(len(prior.columns))
    names = [prior.columns[place] for place in order]
    unknown = np.full((20, 1), 9, np.float32)
    shuffled = np.concatenate([unknown, z[:, order]], axis=1)
    assert prior.logits(["never heard of", *names], shuffled) == pytest.approx(whole, abs=1e-4)
    z[:, 0] = np.nan
    assert prior.logits(prior.columns[1:], z[:, 1:]) == pytest.approx(
        prior.logits(prior.columns, z), abs=1e-4
    )


def test_words_it_is_judged_on_were_never_heads(prior: Shipped) -> None:
    judged = ["buy", "purchase", "car", "automobile", "begin", "美丽", "漂亮", "高兴", "愉快"]
    assert not prior.trained_on([key(word) for word in judged]).any()


def test_hashes_are_of_keys_and_sorted(prior: Shipped) -> None:
    assert head_hash(key("ＳＵＶ")) == head_hash("suv")
    with np.load(PATH, allow_pickle=False) as held:
        heads = held["heads"]
    assert (heads[1:] > heads[:-1]).all()
    assert int(heads[-1]) < 1 << 40
