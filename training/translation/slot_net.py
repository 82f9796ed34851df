"""Training of the slot net: guess what stands in every place and gap from five tokens on each side.

Plain numpy: embedding, one hidden layer whose left and right halves are shared by a token and the gap
before it, softmax; Adam, minibatches of contiguous text. About eight minutes on one core.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.translation import word_classes as w
from cleaner.translation.slot_model import owners
from cleaner.translation.tokens import PAD, TOKEN, Reader, Stream, Vocabulary, english_vocabulary
from training.translation.corpus import Text

Floats = NDArray[np.float32]
SIDE = PAD
"""Tokens seen on each side."""
COMMON_WORDS, SIZE, HIDDEN, RATE, PASSES, BATCH = 6000, 24, 96, 0.004, 5, 2048


@dataclass
class Net:
    """embedding (V, E); left, right (SIDE * E, H); bias (H,); out (H, K); out_bias (K,)."""

    embedding: Floats
    left: Floats
    right: Floats
    bias: Floats
    out: Floats
    out_bias: Floats

    def parameters(self) -> list[Floats]:
        return [self.embedding, self.left, self.right, self.bias, self.out, self.out_bias]


def new_net(inputs: int, outcomes: int, size: int, hidden: int, rng: np.random.Generator) -> Net:
    def draw(rows: int, columns: int, scale: float) -> Floats:
        return (rng.standard_normal((rows, columns)) * scale).astype(np.float32)

    wide = SIDE * size
    return Net(
        draw(inputs, size, 0.5),
        draw(wide, hidden, (2 * wide) ** -0.5),
        draw(wide, hidden, (2 * wide) ** -0.5),
        np.zeros(hidden, np.float32),
        draw(hidden, outcomes, hidden**-0.5),
        np.zeros(outcomes, np.float32),
    )


class Trainer:
    """One pass of gradient steps after another over a stream of ids."""

    def __init__(self, net: Net) -> None:
        self.net, self.step_count = net, 0
        self.first = [np.zeros_like(p) for p in net.parameters()]
        self.second = [np.zeros_like(p) for p in net.parameters()]

    def step(
        self, inputs: NDArray[np.int32], outcomes: NDArray[np.int32], real: NDArray[np.bool_], rate: float
    ) -> tuple[float, float]:
        """One minibatch: tokens with SIDE more on each side. Returns the mean loss of (tokens, gaps)."""
        net = self.net
        size = net.embedding.shape[1]
        n = len(inputs) - 2 * SIDE
        seen = net.embedding[inputs]
        windows = np.lib.stride_tricks.sliding_window_view(seen.reshape(-1), SIDE * size)[::size]
        before = np.ascontiguousarray(windows[:n])
        after = np.ascontiguousarray(windows[SIDE : SIDE + n + 1])
        left = before @ net.left + net.bias
        right = after @ net.right
        keep = real[SIDE : SIDE + n]
        target = outcomes[SIDE : SIDE + n]
        grad_t, loss_t, out_t, bias_t = self._head(left + right[1:], target, keep)
        grad_g, loss_g, out_g, bias_g = self._head(left + right[:-1], np.zeros_like(target), keep)
        grad_left = grad_t + grad_g
        grad_right = np.zeros_like(right)
        grad_right[1:] = grad_t
        grad_right[:-1] += grad_g
        grads = [
            self._to_embedding(inputs, grad_left @ net.left.T, grad_right @ net.right.T, n),
            before.T @ grad_left,
            after.T @ grad_right,
            grad_left.sum(0),
            out_t + out_g,
            bias_t + bias_g,
        ]
        self._adam(grads, rate)
        return loss_t, loss_g

    def _head(self, before_relu: Floats, target: NDArray[np.int32], keep: NDArray[np.bool_]):
        net = self.net
        hidden = np.maximum(before_relu, 0)
        logits = hidden @ net.out
        logits += net.out_bias
        logits -= logits.max(1, keepdims=True)
        np.exp(logits, out=logits)
        logits /= logits.sum(1, keepdims=True)
        rows = np.arange(len(target))
        loss = float(-np.log(logits[rows, target][keep] + 1e-9).mean())
        logits[rows, target] -= 1
        logits *= (keep / max(1, keep.sum()))[:, None].astype(np.float32)
        grad = logits @ net.out.T
        grad *= hidden > 0
        return grad, loss, hidden.T @ logits, logits.sum(0)

    def _to_embedding(self, inputs, grad_before, grad_after, n) -> Floats:
        size = self.net.embedding.shape[1]
        per_token = np.zeros((len(inputs), size), np.float32)
        for k in range(SIDE):
            per_token[k : k + n] += grad_before[:, k * size : (k + 1) * size]
            per_token[SIDE + k : SIDE + k + n + 1] += grad_after[:, k * size : (k + 1) * size]
        order = np.argsort(inputs, kind="stable")
        ids, first = np.unique(inputs[order], return_index=True)
        grad = np.zeros_like(self.net.embedding)
        grad[ids] = np.add.reduceat(per_token[order], first, axis=0)
        return grad

    def _adam(self, grads: list[Floats], rate: float) -> None:
        self.step_count += 1
        fix = (1 - 0.999**self.step_count) ** 0.5 / (1 - 0.9**self.step_count)
        for p, g, m, v in zip(self.net.parameters(), grads, self.first, self.second, strict=True):
            m *= 0.9
            m += 0.1 * g
            v *= 0.999
            v += 0.001 * g * g
            p -= rate * fix * m / (np.sqrt(v) + 1e-8)


def train(stream: Stream, real: NDArray[np.bool_], net: Net, draw: np.random.Generator) -> Net:
    """The net after `PASSES` passes over a stream, the rate falling to zero linearly."""
    trainer = Trainer(net)
    starts = np.arange(SIDE, len(stream.inputs) - BATCH - SIDE, BATCH)
    order = np.concatenate([draw.permutation(starts) for _ in range(PASSES)])
    began, loss = time.time(), np.zeros(2)
    for done, start in enumerate(order):
        part = slice(start - SIDE, start + BATCH + SIDE)
        found = trainer.step(stream.inputs[part], stream.outcomes[part], real[part], RATE * (1 - done / len(order)))
        loss = 0.98 * loss + 0.02 * np.array(found)
        if done % 500 == 499:
            took = time.time() - began
            print(
                f"{done + 1}/{len(order)} {took:.0f} s, loss at tokens {loss[0]:.4f}, at gaps {loss[1]:.4f}", flush=True
            )
    return net


def learn_slot_net(texts: Sequence[Text], seed: int = 7) -> tuple[Net, Vocabulary]:
    """The net and its vocabulary, from the outlets that are kept for it.

    "US" counts as "us" here, unlike anywhere else (`NAMESAKES`): the rule was found after the shipped net was
    trained, and reading the shipped net by the rule was better than not.
    """
    passages = [p for t in texts if t.held_by_net for p in t.paragraphs]
    closed = w.closed_words()
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(t for t in TOKEN.findall(passage) if t.islower() and t not in closed and "-" not in t)
    vocabulary = english_vocabulary([word for word, _ in counts.most_common(COMMON_WORDS)])
    stream = Reader(vocabulary).read(passages)
    real, _ = owners(stream)
    print(f"slot net: {len(passages)} passages, {int(real.sum())} tokens", flush=True)
    draw = np.random.default_rng(seed)
    net = new_net(len(vocabulary.inputs), len(vocabulary.outcomes), SIZE, HIDDEN, draw)
    return train(stream, real, net, draw), vocabulary
