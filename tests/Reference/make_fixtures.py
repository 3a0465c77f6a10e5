#!/usr/bin/env python3
"""Makes the reference numbers of tests/Models.Tests with PyTorch: losses, outputs, final states, every gradient, initial parameters.

Regenerate (Debian 12: apt install python3-torch, PyTorch 1.13; any later PyTorch agrees to the tests' 1e-5):

    /usr/bin/python3 tests/Reference/make_fixtures.py

Parameters, tokens and states are not stored: both sides compute them by the formulas of `wave` and `tokens`, in double precision.
"""
import itertools
import json
import math
import pathlib

import torch

T, B, V, H, E = 6, 3, 7, 4, 5
FOLDER = pathlib.Path(__file__).parent


def wave(shape, index):
    """Element i of the index-th tensor is 0.6 sin(1.3 index + 0.7 i + 0.1)."""
    count = math.prod(shape)
    values = [0.6 * math.sin(1.3 * index + 0.7 * i + 0.1) for i in range(count)]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(shape)


def tokens(shift):
    """Token (t, b) is (5 t + 3 b + t b + shift) mod V."""
    return torch.tensor([[(5 * t + 3 * b + t * b + shift) % V for b in range(B)] for t in range(T)])


class Model(torch.nn.Module):
    def __init__(self, cell, layers, bidirectional, embedding, vocabulary=V, hidden=H):
        super().__init__()
        size = E if embedding else vocabulary
        if embedding:
            self.embedding = torch.nn.Embedding(vocabulary, E)
        kind, extra = {
            "rnn-tanh": (torch.nn.RNN, {"nonlinearity": "tanh"}),
            "rnn-relu": (torch.nn.RNN, {"nonlinearity": "relu"}),
            "gru": (torch.nn.GRU, {}),
            "lstm": (torch.nn.LSTM, {}),
        }[cell]
        self.rnn = kind(size, hidden, num_layers=layers, bidirectional=bidirectional, **extra)
        self.decoder = torch.nn.Linear(hidden * (2 if bidirectional else 1), vocabulary)
        self.vocabulary = vocabulary

    def forward(self, x, state):
        x = self.embedding(x) if hasattr(self, "embedding") else torch.nn.functional.one_hot(x, self.vocabulary).float()
        output, state = self.rnn(x, state)
        return self.decoder(output.reshape(-1, output.shape[-1])), state


def flat(tensor):
    return [float(f"{value:.8g}") for value in tensor.detach().reshape(-1).tolist()]


def case(cell, layers, bidirectional, embedding):
    model = Model(cell, layers, bidirectional, embedding)
    with torch.no_grad():
        for index, parameter in enumerate(model.parameters()):
            parameter.copy_(wave(tuple(parameter.shape), index))
    shape = (layers * (2 if bidirectional else 1), B, H)
    h = wave(shape, 100)
    state = (h, wave(shape, 101)) if cell == "lstm" else h
    logits, after = model(tokens(0), state)
    loss = torch.nn.functional.cross_entropy(logits, tokens(2).reshape(-1))
    loss.backward()
    after = after if cell == "lstm" else (after,)
    return {
        "layers": layers,
        "bidirectional": bidirectional,
        "embedding": embedding,
        "loss": float(f"{loss.item():.8g}"),
        "lastLogits": flat(logits.view(T, B, V)[-1]),
        "state": {name: flat(tensor) for name, tensor in zip("hc", after)},
        "gradients": {name: flat(parameter.grad) for name, parameter in model.named_parameters()},
    }


def write(name, content):
    (FOLDER / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


for cell in ["rnn-tanh", "rnn-relu", "gru", "lstm"]:
    write(f"{cell}.json", [case(cell, *rest) for rest in itertools.product([1, 3], [False, True], [False, True])])

initial = []
for cell, embedding in [("rnn-tanh", False), ("gru", True), ("lstm", False)]:
    torch.manual_seed(20)
    model = Model(cell, 2, True, embedding, vocabulary=28, hidden=16)
    initial.append({"cell": cell, "embedding": embedding,
                    "firstAndLast": {name: flat(torch.stack([p.reshape(-1)[0], p.reshape(-1)[-1]])) for name, p in model.named_parameters()}})
write("initial.json", initial)
