"""Which pairs to look at next: candidates from every source, ordered by how likely they are.

The pieces, from the bottom up. Terms are numbers from 0 in an order of the
caller's choosing; nothing here needs a dictionary.

- `view.View` is the material: texts, frequencies, spaces (`space_view.SpaceView`:
  vectors by term, and `near.KnownNear` or `near.ExactNear` for lists of the
  nearest), the graph of decided pairs, proposals. `view.view_of_arrays(keys,
  vectors)` makes one of plain arrays.
- `sources.pool_of(view, heads)` collects candidates into a `pool.Pool`.
- `features.Table(view, pool, features.GROUPS)` has the features: `columns`
  (name and meaning), `values` (pairs, columns), NaN where one says nothing.
- `scale.Scale.of(values).apply(values)` puts them on the pool's own scale (z):
  that is what priors and the ranker see, so that spaces compare.
- `hand.Prior` is what a prior offers: `logits(names, z)`. `hand.Hand` is the
  formula, `prior.shipped()` the networks in `prior.npz`, None without the file.
- `ranker.Ranker` bends the prior to the verdicts: logistic regression with a
  penalty for leaving the prior, `trees` over it once a hundred pairs are
  accepted (with LightGBM), `calibration` of the probabilities, `remaining` for
  how many synonyms are left, `reasons` for why a pair ranks where it does.
  `learn` takes a verdict; when `due` says so, `compute` (any thread) fits and
  `take` puts the fit to use; `state` and `restore` keep what was learnt.
- `queue.Queue(view, pool, heads, prior, strategy)` is all of it together:
  `next(count, only)` gives candidates, `decide(a, b, accepted)` takes verdicts,
  `reopen` takes one back, `remaining()` and `reasons(position)` say more.

    view = view_of_arrays(keys, vectors, lists)
    queue = Queue(view, pool_of(view, heads), heads, shipped())
    candidate = queue.next()[0]
    queue.decide(candidate.head, candidate.other, True)

The same verdicts in the same order give the same ranker, on one machine and
with the same packages. A verdict on which nothing is accepted or all is, one
that contradicts an earlier one (the last counts), terms without vectors and
features that say nothing (NaN) are all taken as they come.
"""
