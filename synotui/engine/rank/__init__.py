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
- `hand.Prior` is what a prior offers: `logits(names, z)`.
- `ranker.Ranker` bends the prior to the verdicts.
- `queue.Queue(view, pool, heads, prior, strategy)` is all of it together:
  `next(count)` gives candidates, `decide(a, b, accepted)` takes verdicts.

    view = view_of_arrays(keys, vectors, lists)
    queue = Queue(view, pool_of(view, heads), heads)
    candidate = queue.next()[0]
    queue.decide(candidate.head, candidate.other, True)
"""
