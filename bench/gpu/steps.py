#!/usr/bin/env python3
"""Tokens per second of a training step in PyTorch: the same models, sizes and work as `bench -- steps`, one JSON line per setup.

    python3 bench/gpu/steps.py --device cuda [--seconds 1]

As the d2l course writes it, without its wait for the loss in every step: one-hot input, nn.RNN / GRU / LSTM, Linear, cross-entropy, gradients clipped
to norm 1, SGD with rate 0.5 (Adam with 0.001), the state carried and detached. PyTorch's defaults: cuDNN, TF32 inside cuDNN alone.
"""
import argparse
import json
import time

import torch
from torch import nn

STEPS, WARM_UP, REPEATS, WINDOWS = 35, 20, 3, 40


def setups():
    for tokens, vocabulary in (("char", 28), ("word", 4580)):
        for cell in ("rnn", "gru", "lstm"):
            for hidden in (256, 1024):
                for batch in (32, 256):
                    yield tokens, vocabulary, cell, hidden, batch, "sgd"
    for cell in ("rnn", "gru", "lstm"):
        yield "char", 28, cell, 256, 32, "adam"


class Loop:
    def __init__(self, vocabulary, cell, hidden, batch, optimizer, device):
        torch.manual_seed(1)
        self.vocabulary, self.batch, self.device = vocabulary, batch, device
        self.rnn = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell](vocabulary, hidden).to(device)
        self.decoder = nn.Linear(hidden, vocabulary).to(device)
        self.parameters = [*self.rnn.parameters(), *self.decoder.parameters()]
        self.optimizer = torch.optim.SGD(self.parameters, 0.5) if optimizer == "sgd" else torch.optim.Adam(self.parameters, 0.001)
        zero = torch.zeros(1, batch, hidden, device=device)
        self.state = (zero, zero.clone()) if cell == "lstm" else zero
        frequencies = 1 / torch.arange(1, vocabulary + 1, dtype=torch.float64)
        self.windows = torch.multinomial(frequencies, (STEPS * WINDOWS + 1) * batch, replacement=True).view(-1, batch).to(device)
        self.step_number = 0

    def step(self):
        at = self.step_number % WINDOWS * STEPS
        x, y = self.windows[at:at + STEPS], self.windows[at + 1:at + STEPS + 1]
        self.optimizer.zero_grad()
        output, state = self.rnn(nn.functional.one_hot(x, self.vocabulary).float(), self.state)
        loss = nn.functional.cross_entropy(self.decoder(output.reshape(-1, output.shape[-1])), y.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
        self.step_number += 1

    def seconds(self, steps):
        self.wait()
        begin = time.perf_counter()
        for _ in range(steps):
            self.step()
        self.wait()
        return time.perf_counter() - begin

    def wait(self):
        if self.device.startswith("cuda"):
            torch.cuda.synchronize()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seconds", type=float, default=1.0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for tokens, vocabulary, cell, hidden, batch, optimizer in setups():
        loop = Loop(vocabulary, cell, hidden, batch, optimizer, options.device)
        loop.seconds(WARM_UP)
        steps = max(10, int(options.seconds / REPEATS / (loop.seconds(10) / 10)))
        fastest = min(loop.seconds(steps) for _ in range(REPEATS))
        print(json.dumps({
            "by": "pytorch", "tokens": tokens, "vocabulary": vocabulary, "cell": cell, "hidden": hidden, "batch": batch, "optimizer": optimizer,
            "tokens_per_second": round(steps * batch * STEPS / fastest)}), flush=True)


main()
