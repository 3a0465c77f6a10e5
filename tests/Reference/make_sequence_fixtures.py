#!/usr/bin/env python3
"""Makes sequences.json with PyTorch: loss, logits and every gradient of an encoder-decoder, by packed sequences and modules of PyTorch.

Regenerate (Debian 12: apt install python3-torch, PyTorch 1.13):

    /usr/bin/python3 tests/Reference/make_sequence_fixtures.py

Parameters and tokens are not stored: both sides compute them by `wave` and the formulas below.
"""
import json
import math
import pathlib

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FOLDER = pathlib.Path(__file__).parent
S, T, B, VS, VT, E, H = 5, 4, 3, 8, 7, 3, 4
SOURCE_LENGTHS, TARGET_LENGTHS = [3, 5, 4], [4, 2, 3]          # of the target with <eos>
PAD, BOS, EOS = 1, 2, 3


def wave(shape, index):
    """Element i of the index-th tensor is 0.6 sin(1.3 index + 0.7 i + 0.1)."""
    values = [0.6 * math.sin(1.3 * index + 0.7 * i + 0.1) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(shape)


def batch():
    source = torch.full((S, B), PAD)
    inputs, targets = torch.full((T, B), PAD), torch.full((T, B), -100)
    for b in range(B):
        for s in range(SOURCE_LENGTHS[b]):
            source[s, b] = 4 + (5 * s + 3 * b + s * b) % (VS - 4)
        text = [4 + (2 * t + b) % (VT - 4) for t in range(TARGET_LENGTHS[b] - 1)]
        for t, token in enumerate([BOS] + text):
            inputs[t, b] = token
        for t, token in enumerate(text + [EOS]):
            targets[t, b] = token
    return source, inputs, targets


class Model(torch.nn.Module):
    def __init__(self, cell, layers, bidirectional, attention):
        super().__init__()
        kind = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[cell]
        self.layers, self.directions, self.kind = layers, 2 if bidirectional else 1, attention
        self.source, self.target = torch.nn.Embedding(VS, E), torch.nn.Embedding(VT, E)
        self.encoder = kind(E, H, layers, bidirectional=bidirectional)
        self.decoder = kind(E, H, layers)
        if attention != "none":
            self.attention = torch.nn.Module()
            if attention == "additive":
                self.attention.query = torch.nn.Linear(H, H, bias=False)
                self.attention.key = torch.nn.Linear(H, H, bias=False)
                self.attention.score = torch.nn.Linear(H, 1, bias=False)
            self.attention.combine = torch.nn.Linear(2 * H, H, bias=False)
        self.output = torch.nn.Linear(H, VT)

    def forward(self, source, inputs):
        packed = pack_padded_sequence(self.source(source), torch.tensor(SOURCE_LENGTHS), enforce_sorted=False)
        memory, state = self.encoder(packed)
        memory = pad_packed_sequence(memory, total_length=S)[0]                                     # (S, B, D*H)
        memory = memory.reshape(S, B, self.directions, H).sum(2).transpose(0, 1)                    # (B, S, H)
        add = lambda h: h.reshape(self.layers, self.directions, B, H).sum(1)
        state = tuple(add(h) for h in state) if isinstance(state, tuple) else add(state)
        hidden = self.decoder(self.target(inputs), state)[0].transpose(0, 1)                        # (B, T, H)
        if self.kind == "none":
            return self.output(hidden).transpose(0, 1)
        rows = []
        for b in range(B):                                          # one pair at a time: no mask is needed
            m, h = memory[b, :SOURCE_LENGTHS[b]], hidden[b]
            if self.kind == "dot":
                scores = h @ m.T
            else:
                a = self.attention
                scores = a.score(torch.tanh(a.query(h)[:, None] + a.key(m)[None])).squeeze(-1)
            context = scores.softmax(-1) @ m
            rows.append(torch.tanh(self.attention.combine(torch.cat([context, h], -1))))
        return self.output(torch.stack(rows)).transpose(0, 1)


def case(cell, layers, bidirectional, attention):
    model = Model(cell, layers, bidirectional, attention)
    with torch.no_grad():
        for index, (_, parameter) in enumerate(model.named_parameters()):
            parameter.copy_(wave(parameter.shape, index))
    source, inputs, targets = batch()
    logits = model(source, inputs)
    loss = torch.nn.functional.cross_entropy(logits.reshape(-1, VT), targets.reshape(-1))
    loss.backward()
    flat = lambda tensor: [float(f"{v:.9g}") for v in tensor.detach().reshape(-1).tolist()]
    return {
        "cell": cell, "layers": layers, "bidirectional": bidirectional, "attention": attention, "loss": loss.item(),
        "logits": flat(logits), "gradients": {name: flat(p.grad) for name, p in model.named_parameters()},
    }


cases = [case(cell, layers, bidirectional, attention)
         for cell, layers, bidirectional, attention in [
             ("rnn", 1, False, "none"), ("gru", 1, False, "none"), ("lstm", 1, False, "none"),
             ("rnn", 1, True, "dot"), ("gru", 1, False, "dot"), ("lstm", 2, True, "dot"),
             ("rnn", 2, False, "additive"), ("gru", 2, True, "additive"), ("lstm", 1, False, "additive")]]
(FOLDER / "sequences.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
