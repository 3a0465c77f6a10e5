#!/usr/bin/env python3
"""Makes the reference numbers of learning-rate schedules, clipping by value and averaged weights with PyTorch.

Regenerate (Debian 12: apt install python3-torch, PyTorch 1.13; any later PyTorch agrees to the tests' tolerances):

    /usr/bin/python3 tests/Reference/make_schedule_fixtures.py

Held-out losses, parameters and gradients are not stored where a formula makes them: `loss` and `wave`.
"""
import json
import math
import pathlib

import torch
from torch import nn
from torch.optim import lr_scheduler
from torch.optim.swa_utils import AveragedModel

FOLDER = pathlib.Path(__file__).parent / "training"
EPOCHS, BATCHES = 24, 5


def wave(shape, index):
    """Element i of the index-th tensor is 0.6 sin(1.3 index + 0.7 i + 0.1)."""
    values = [0.6 * math.sin(1.3 * index + 0.7 * i + 0.1) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(shape)


def loss(epoch):
    """The held-out loss after an epoch, from 1: falls, then swings."""
    return 2 + math.exp(-epoch / 3) + 0.05 * math.sin(epoch)


def sgd(lr):
    return torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr)


def rate(rule):
    return rule.param_groups[0]["lr"]


def schedules():
    """The learning rate of each epoch."""
    cases = []
    for kind, lr, options in [
            ("step", 0.5, {"every": 4, "factor": 0.25}), ("step", 1.0, {"every": 1, "factor": 0.9}),
            ("cosine", 0.5, {"min_lr": 0.0}), ("cosine", 2.0, {"min_lr": 0.05}),
            ("plateau", 0.5, {"factor": 0.5, "patience": 2, "min_lr": 0.0}),
            ("plateau", 1.0, {"factor": 0.1, "patience": 0, "min_lr": 0.001})]:
        rule = sgd(lr)
        scheduler = {
            "step": lambda: lr_scheduler.StepLR(rule, options["every"], options["factor"]),
            "cosine": lambda: lr_scheduler.CosineAnnealingLR(rule, EPOCHS, options["min_lr"]),
            "plateau": lambda: lr_scheduler.ReduceLROnPlateau(
                rule, factor=options["factor"], patience=options["patience"], min_lr=options["min_lr"]),
        }[kind]()
        rates = []
        for epoch in range(1, EPOCHS + 1):
            rates.append(rate(rule))
            rule.step()
            scheduler.step(*([loss(epoch)] if kind == "plateau" else []))
        cases.append({"kind": ["constant", "step", "cosine", "plateau"].index(kind), "lr": lr, **options, "rates": rates})
    return cases


def warmups():
    """The learning rate of each step: a linear warm-up over some steps, times StepLR by epochs."""
    cases = []
    for steps in [1, 7, 20]:
        rule = sgd(0.5)
        warm = lr_scheduler.LambdaLR(rule, lambda done: min(1, (done + 1) / steps))
        rates = []
        for _ in range(6 * BATCHES):
            rates.append(rate(rule))
            rule.step()
            warm.step()
        cases.append({"steps": steps, "rates": rates})
    return cases


def clipping():
    cases = []
    for limit in [0.1, 0.4]:
        parameters = [nn.Parameter(wave((2, 3), 0)), nn.Parameter(wave((4,), 1))]
        for index, p in enumerate(parameters):
            p.grad = wave(p.shape, 10 + index)
        nn.utils.clip_grad_value_(parameters, limit)
        cases.append({"limit": limit, "gradients": [p.grad.reshape(-1).tolist() for p in parameters]})
    return cases


def averages():
    """Parameters averaged over the steps from the third on."""
    model = nn.Linear(3, 2)
    with torch.no_grad():
        for index, p in enumerate(model.parameters()):
            p.copy_(wave(p.shape, index))
    rule, mean, after = torch.optim.SGD(model.parameters(), 0.1), AveragedModel(model), []
    for step in range(8):
        for index, p in enumerate(model.parameters()):
            p.grad = wave(p.shape, 10 + 2 * step + index)
        rule.step()
        if step >= 2:
            mean.update_parameters(model)
            after.append([p.detach().reshape(-1).tolist() for p in mean.module.parameters()])
    return after


FOLDER.mkdir(exist_ok=True)
with open(FOLDER / "schedules.json", "w", encoding="utf-8") as file:
    json.dump([{"schedules": schedules(), "warmups": warmups(), "clipping": clipping(), "averages": averages()}],
              file, separators=(",", ":"))
    file.write("\n")
