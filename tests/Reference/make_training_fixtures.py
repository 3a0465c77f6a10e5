#!/usr/bin/env python3
"""Makes the reference numbers of tests/Experiments.Tests/Training with PyTorch: update rules, clipping, and the course's whole training loop.

Regenerate (Debian 12: apt install python3-torch, PyTorch 1.13; any later PyTorch agrees to the tests' tolerances):

    /usr/bin/python3 tests/Reference/make_training_fixtures.py

Initial parameters, gradients and tokens are not stored: both sides compute them by the formulas of `wave` and `token`.
"""
import json
import math
import pathlib
import random

import torch
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).parent / "training"
V, H, B, T, LENGTH = 7, 5, 4, 6, 240


def wave(shape, index):
    """Element i of the index-th tensor is 0.6 sin(1.3 index + 0.7 i + 0.1)."""
    values = [0.6 * math.sin(1.3 * index + 0.7 * i + 0.1) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(shape)


def token(i):
    return (i * i + 3 * i + i // 5) % V


def grad_clipping(parameters, theta):
    """Dive into Deep Learning, section 8.5."""
    norm = torch.sqrt(sum(torch.sum((p.grad ** 2)) for p in parameters))
    if norm > theta:
        for param in parameters:
            param.grad[:] *= theta / norm


def make_optimizer(case, parameters):
    if case["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, case["lr"], momentum=case["momentum"], weight_decay=case["weight_decay"])
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[case["optimizer"]]
    return kind(parameters, case["lr"], weight_decay=case["weight_decay"])


def optimizers():
    cases = []
    for optimizer, momentum, decay, clip in [
            ("sgd", 0, 0, 0), ("sgd", 0.9, 0, 0), ("sgd", 0.5, 0.1, 0), ("sgd", 0, 0, 0.5),
            ("adam", 0, 0, 0), ("adam", 0, 0.1, 0), ("adamw", 0, 0.1, 0), ("adamw", 0, 0, 0.5)]:
        case = {"optimizer": optimizer, "lr": 0.1, "momentum": momentum, "weight_decay": decay, "clip": clip}
        parameters = [nn.Parameter(wave((2, 3), 0)), nn.Parameter(wave((4,), 1))]
        rule = make_optimizer(case, parameters)
        case["steps"] = []
        for step in range(6):
            for index, p in enumerate(parameters):
                p.grad = wave(p.shape, 10 + 2 * step + index)
            if clip:
                grad_clipping(parameters, clip)
            rule.step()
            case["steps"].append([p.detach().reshape(-1).tolist() for p in parameters])
        cases.append(case)
    return cases


class Model(nn.Module):
    """The course's RNNModel (section 8.6) with a stack of layers and an optional embedding."""

    def __init__(self, cell, layers, embedding):
        super().__init__()
        self.one_hot = embedding == 0
        if embedding:
            self.embedding = nn.Embedding(V, embedding)
        kind = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell]
        self.rnn = kind(embedding or V, H, num_layers=layers)
        self.decoder = nn.Linear(H, V)

    def forward(self, inputs, state):
        x = F.one_hot(inputs.T.long(), V).to(torch.float32) if self.one_hot else self.embedding(inputs.T.long())
        y, state = self.rnn(x, state)
        return self.decoder(y.reshape((-1, y.shape[-1]))), state


def random_starts(rng):
    """Dive into Deep Learning, seq_data_iter_random."""
    offset = rng.randint(0, T - 1)
    starts = list(range(offset, offset + ((LENGTH - offset - 1) // T) * T, T))
    rng.shuffle(starts)
    return [starts[i:i + B] for i in range(0, B * (len(starts) // B), B)]


def sequential_starts(rng):
    """Dive into Deep Learning, seq_data_iter_sequential."""
    offset = rng.randint(0, T)
    row = (LENGTH - offset - 1) // B
    return [[offset + r * row + k * T for r in range(B)] for k in range(row // T)]


def detach(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def train(case):
    """Dive into Deep Learning, train_epoch_ch8, section 8.5; returns the perplexity of each epoch."""
    model = Model(case["cell"], case["layers"], case["embedding"])
    for index, p in enumerate(model.parameters()):
        p.data = wave(p.shape, index)
    parameters = list(model.parameters())
    rule = make_optimizer(case, parameters)
    perplexities = []
    for batches in case["starts"]:
        state, total, count = None, 0.0, 0
        for starts in batches:
            x = torch.tensor([[token(s + t) for t in range(T)] for s in starts])
            y = torch.tensor([[token(s + t + 1) for t in range(T)] for s in starts])
            state = None if state is None or case["sampling"] == "random" else detach(state)
            predicted, state = model(x, state)
            loss = F.cross_entropy(predicted, y.T.reshape(-1).long())
            rule.zero_grad()
            loss.backward()
            if case["clip"]:
                grad_clipping(parameters, case["clip"])
            rule.step()
            total += loss.item() * y.numel()
            count += y.numel()
        perplexities.append(math.exp(total / count))
    return perplexities


def loops():
    cases, rng = [], random.Random(1)
    for cell, layers, embedding, sampling, optimizer, lr, momentum, decay, clip in [
            ("rnn", 1, 0, "sequential", "sgd", 0.5, 0, 0, 1),
            ("rnn", 1, 0, "random", "sgd", 0.5, 0.5, 0.001, 1),
            ("gru", 1, 0, "sequential", "sgd", 1.0, 0, 0, 0.25),
            ("gru", 2, 3, "random", "adam", 0.02, 0, 0, 0),
            ("lstm", 1, 0, "sequential", "adam", 0.02, 0, 0.001, 1),
            ("lstm", 2, 3, "random", "adamw", 0.02, 0, 0.1, 1),
            ("lstm", 2, 0, "sequential", "sgd", 0.5, 0.9, 0, 1)]:
        draw = random_starts if sampling == "random" else sequential_starts
        case = {
            "cell": cell, "layers": layers, "embedding": embedding, "sampling": sampling, "optimizer": optimizer, "lr": lr,
            "momentum": momentum, "weight_decay": decay, "clip": clip, "starts": [draw(rng) for _ in range(5)],
        }
        case["perplexities"] = train(case)
        cases.append(case)
    return cases


def save(name, cases):
    with open(FOLDER / name, "w", encoding="utf-8") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


torch.set_num_threads(1)
FOLDER.mkdir(exist_ok=True)
save("optimizers.json", optimizers())
save("loops.json", loops())
