"""The slot model: what should stand in every place and every gap of a text, and what does.

A small net trained on human news guesses, from five tokens on each side, what stands in each place
(one of `words.outcomes()`) and in the gap before it, where the truth is NOTHING. So "nothing" guessed at
a word means superfluous here, "the" guessed at a gap means missing here. Of a passage only sums are kept, so
that a document is the sum of its passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.translation import word_classes as w
from cleaner.translation.tokens import PAD, Stream

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CHUNK: Final = 1024
"""Tokens worked on at a time: their guesses stay in the processor's cache."""
WINS: Final = (0.0, 2.0, 4.0, 6.0)
"""By how many nats the best guess must beat what stands there to be counted."""
MISSABLE: Final = frozenset(
    "the a an this that its their his her of in to for on with at by from about into after over as and or but if when "
    'which who what it he they there is are was were be been has have had will would can not said also , " -'.split()
)
"""What a gap may lack: the words and marks that editors put in and take out."""
MISSING: Final = 1.0
"""By how many nats a guess must beat NOTHING at a gap to count as missing."""


class Guess(NamedTuple):
    """What the net expects at n places: logits and their exponentials (n, K), their sum and the best logit (n)."""

    logits: Floats
    powers: Floats
    total: Floats
    best: Floats

    def entropy(self) -> Floats:
        """In nats, per place."""
        import numpy as np

        mean = np.einsum("ij,ij->i", self.powers, self.logits) / self.total
        entropy: Floats = np.log(self.total) - mean
        return entropy


@dataclass(frozen=True, slots=True)
class SlotNet:
    """embedding (V, E); sides (PAD * E, 2 H): left, then right; bias (H,); out (H, K); out_bias (K,).

    gaps: the outcomes looked at in a gap, NOTHING first: what can be missing without a trace. A third of the
    outcomes for two thirds of the time.
    """

    embedding: Floats
    sides: Floats
    bias: Floats
    out: Floats
    out_bias: Floats
    gaps: NDArray[np.int64]
    gap_out: Floats
    gap_bias: Floats

    def hidden(self, inputs: NDArray[np.int32], first: int, last: int) -> tuple[Floats, Floats]:
        """The hidden layer at the tokens first..last-1 and at the gaps before them."""
        import numpy as np

        from cleaner.text.blas import multiply

        size, half = self.embedding.shape[1], len(self.bias)
        seen = self.embedding[inputs[first - PAD : last + PAD]].reshape(-1)
        windows = np.lib.stride_tricks.sliding_window_view(seen, PAD * size)[::size]
        both = multiply(windows, self.sides)
        count = last - first
        before = both[:count, :half] + self.bias
        after = both[PAD : PAD + count + 1, half:]
        return np.maximum(before + after[1:], 0), np.maximum(before + after[:-1], 0)

    def at_tokens(self, hidden: Floats) -> Guess:
        """What stands in these places, as far as the net can tell."""
        return _guess(self.token_logits(hidden))

    def at_gaps(self, hidden: Floats) -> Guess:
        """What is missing in these gaps; columns as in `gaps`."""
        return _guess(self.gap_logits(hidden))

    def token_logits(self, hidden: Floats) -> Floats:
        """How much each outcome is expected in these places."""
        from cleaner.text.blas import multiply

        logits = multiply(hidden, self.out)
        logits += self.out_bias
        return logits

    def gap_logits(self, hidden: Floats) -> Floats:
        """How much each of `gaps` is expected in these gaps."""
        from cleaner.text.blas import multiply

        logits = multiply(hidden, self.gap_out)
        logits += self.gap_bias
        return logits


def _guess(logits: Floats) -> Guess:
    """Logits stay below 40 in a trained net, so their exponentials need no shift."""
    import numpy as np

    powers = np.exp(np.minimum(logits, 80, out=logits))
    return Guess(logits, powers, powers.sum(1), logits.max(1))


def make_net(
    embedding: Floats, left: Floats, right: Floats, bias: Floats, out: Floats, out_bias: Floats, outcomes: Sequence[str]
) -> SlotNet:
    """A net as it is trained, laid out for use."""
    import numpy as np

    missing = [i for i, name in enumerate(outcomes) if name == w.NOTHING or name in MISSABLE]
    gaps = np.array(missing, np.int64)
    sides = np.ascontiguousarray(np.concatenate([left, right], axis=1))
    return SlotNet(embedding, sides, bias, out, out_bias, gaps, np.ascontiguousarray(out[:, gaps]), out_bias[gaps])


def passage_sums(net: SlotNet, stream: Stream) -> Floats:
    """One row per passage: sums over its tokens and gaps (observed, expected, surprise, beaten; see `_add`)."""
    import numpy as np

    kinds = len(net.out_bias)
    sums = np.zeros((len(stream.starts), 4 * kinds + 2 * len(net.gaps) + 2 * len(net.bias) + SCALARS))
    real, owner = owners(stream)
    last_place = len(stream.inputs) - PAD
    for first in range(PAD, last_place, CHUNK):
        last = min(first + CHUNK, last_place)
        rows = np.flatnonzero(real[first:last])
        if len(rows):
            at_token, at_gap = net.hidden(stream.inputs, first, last)
            rows_owner, observed = owner[first:last][rows], stream.outcomes[first:last][rows]
            _add(net, sums, at_token[rows], at_gap[rows], observed, rows_owner)
    result: Floats = sums.astype(np.float32)
    return result


SCALARS: Final = 2 * (3 + len(WINS)) + 2


def owners(stream: Stream) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Per position: whether a token stands there, and the number of its passage."""
    import numpy as np

    real = np.zeros(len(stream.inputs), np.bool_)
    owner = np.repeat(np.arange(len(stream.starts)), stream.lengths)
    places = np.arange(int(stream.lengths.sum())) + np.repeat(
        stream.starts - np.cumsum(stream.lengths) + stream.lengths, stream.lengths
    )
    real[places] = True
    spread = np.zeros(len(stream.inputs), np.int64)
    spread[places] = owner
    return real, spread


def _add(
    net: SlotNet,
    sums: NDArray[np.float64],
    at_token: Floats,
    at_gap: Floats,
    observed: NDArray[np.int32],
    owner: NDArray[np.int64],
) -> None:
    """Adds the places of a chunk to the rows of their passages."""
    import numpy as np

    kinds, holes, low = len(net.out_bias), len(net.gaps), int(owner[0])
    count = int(owner[-1]) - low + 1
    member = np.zeros((count, len(owner)), np.float32)
    member[owner - low, np.arange(len(owner))] = 1
    token, gap = net.at_tokens(at_token), net.at_gaps(at_gap)
    seen = token.logits[np.arange(len(observed)), observed]
    surprise = np.log(token.total) - seen
    lead = token.best - seen
    gap_surprise = np.log(gap.total) - gap.logits[:, 0]
    gap_lead = gap.best - gap.logits[:, 0]
    cells = (owner - low) * kinds + observed

    def table(weights: Floats | None) -> NDArray[np.float64]:
        return np.bincount(cells, weights, minlength=count * kinds).reshape(count, kinds).astype(np.float64)

    missing = np.flatnonzero(gap_lead > MISSING)
    lacking = (owner[missing] - low) * holes + gap.logits[missing].argmax(1)
    superfluous = token.logits[:, 0] - seen
    scalars = [
        surprise, surprise - token.entropy(), surprise * surprise, *(lead > k for k in WINS),
        gap_surprise, gap_surprise - gap.entropy(), gap_surprise * gap_surprise, *(gap_lead > k for k in WINS),
        superfluous > 0, superfluous > 3,
    ]  # fmt: skip
    blocks = (
        table(None), (member / token.total) @ token.powers, table(surprise), table((lead > 2).astype(np.float32)),
        (member / gap.total) @ gap.powers, np.bincount(lacking, minlength=count * holes).reshape(count, holes),
        member @ at_token, member @ at_gap, member @ np.stack([np.asarray(s, np.float32) for s in scalars], 1),
    )  # fmt: skip
    sums[low : low + count] += np.concatenate(blocks, axis=1)
