#!/usr/bin/env python3
"""Makes the reference numbers of what a model can have beside cell and size (tied weights, masks, norms, skips, initial values) with PyTorch.

Regenerate (Debian 12: apt install python3-torch, PyTorch 1.13; any later PyTorch agrees to the tests' 1e-5):

    /usr/bin/python3 tests/Reference/make_extras_fixtures.py

Cells are written out from their equations, in double precision; autograd makes the gradients. Parameters, tokens and states are not stored: both sides compute
them by the formulas of `wave` and `tokens`; gains are 1 + wave. Masks are uniform numbers of the default generator, seeded by 30, which
are the same in every version: first those of the recurrent weights, layer by layer, then that of the input, then that of the output.
"""
import json
import math
import pathlib

import torch
from torch.nn import functional as F

T, B, V, H = 6, 3, 7, 4
FOLDER = pathlib.Path(__file__).parent
GATES = {"rnn": 1, "gru": 3, "lstm": 4}


def wave(shape, index):
    """Element i of the index-th tensor is 0.6 sin(1.3 index + 0.7 i + 0.1)."""
    values = [0.6 * math.sin(1.3 * index + 0.7 * i + 0.1) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).double().reshape(shape)


def tokens(shift):
    """Token (t, b) is (5 t + 3 b + t b + shift) mod V."""
    return torch.tensor([[(5 * t + 3 * b + t * b + shift) % V for b in range(B)] for t in range(T)])


def mask(share, *shape):
    return (torch.empty(shape, dtype=torch.float32).uniform_() >= share).double() / (1 - share)


def names(cell, layers, directions, embedding, tied, norm):
    """Name and shape of every parameter, in the order of the model."""
    rows = GATES[cell] * H
    if embedding:
        yield "embedding.weight", (V, embedding)
    for layer in range(layers):
        for suffix in ["", "_reverse"][:directions]:
            chain = f"l{layer}{suffix}"
            yield f"rnn.weight_ih_{chain}", (rows, (embedding or V) if layer == 0 else directions * H)
            yield f"rnn.weight_hh_{chain}", (rows, H)
            yield f"rnn.bias_ih_{chain}", (rows,)
            yield f"rnn.bias_hh_{chain}", (rows,)
            if norm:
                yield f"rnn.norm_ih_{chain}", (rows,)
                yield f"rnn.norm_hh_{chain}", (rows,)
                if cell == "lstm":
                    yield f"rnn.norm_state_{chain}", (H,)
                    yield f"rnn.bias_state_{chain}", (H,)
    if not tied:
        yield "decoder.weight", (V, directions * H)
    yield "decoder.bias", (V,)


def normalise(a):
    """(a - mean) / sqrt(var + 1e-5) over the last dimension."""
    centred = a - a.mean(-1, keepdim=True)
    return centred / torch.sqrt((centred ** 2).mean(-1, keepdim=True) + 1e-5)


def product(x, w, b, gain):
    """A gate per row of the second-last dimension."""
    if gain is None:
        return (x @ w.T + b).unflatten(-1, (-1, H))
    gates = normalise((x @ w.T).unflatten(-1, (-1, H)))
    return gates * gain.reshape(-1, H) + b.reshape(-1, H)


def step(cell, relu, x, h, state, norm_state):
    if cell == "rnn":
        return [torch.relu(x[:, 0] + h[:, 0]) if relu else torch.tanh(x[:, 0] + h[:, 0])]
    if cell == "gru":
        r, z = torch.sigmoid(x[:, 0] + h[:, 0]), torch.sigmoid(x[:, 1] + h[:, 1])
        n = torch.tanh(x[:, 2] + r * h[:, 2])
        return [(1 - z) * n + z * state[0]]
    i, f, g, o = (x[:, k] + h[:, k] for k in range(4))
    c = torch.sigmoid(f) * state[1] + torch.sigmoid(i) * torch.tanh(g)
    read = c if norm_state is None else normalise(c) * norm_state[0] + norm_state[1]
    return [torch.sigmoid(o) * torch.tanh(read), c]


def case(cell, layers=1, embedding=0, relu=False, bidirectional=False, tied=False, layer_norm=False, residual=False,
         dropout_input=0.0, dropout_output=0.0, dropout_recurrent=0.0):
    directions = 2 if bidirectional else 1
    shapes = list(names(cell, layers, directions, embedding, tied, layer_norm))
    p = {name: (wave(shape, i) + ("norm_" in name)).requires_grad_() for i, (name, shape) in enumerate(shapes)}
    torch.manual_seed(30)
    recurrent = {name: value * mask(dropout_recurrent, *value.shape) if dropout_recurrent else value
                 for name, value in p.items() if "weight_hh" in name}
    x = p["embedding.weight"][tokens(0)] if embedding else F.one_hot(tokens(0), V).double()
    if dropout_input:
        x = x * mask(dropout_input, B, x.shape[-1])
    states = [wave((layers * directions, B, H), 100 + k) for k in range(2 if cell == "lstm" else 1)]
    ends = []
    for layer in range(layers):
        outputs = []
        for direction in range(directions):
            chain = f"l{layer}" + ["", "_reverse"][direction]
            get = lambda name: p.get(f"rnn.{name}_{chain}")
            state = [s[layer * directions + direction] for s in states]
            norm_state = None if get("norm_state") is None else (get("norm_state"), get("bias_state"))
            out = [None] * T
            for t in range(T) if direction == 0 else reversed(range(T)):
                sides = product(x[t], get("weight_ih"), get("bias_ih"), get("norm_ih"))
                back = product(state[0], recurrent[f"rnn.weight_hh_{chain}"], get("bias_hh"), get("norm_hh"))
                state = step(cell, relu, sides, back, state, norm_state)
                out[t] = state[0]
            outputs.append(torch.stack(out))
            ends.append(state)
        y = torch.cat(outputs, -1)
        x = y + x if residual and layer > 0 else y
    if dropout_output:
        x = x * mask(dropout_output, B, x.shape[-1])
    logits = x @ p["embedding.weight" if tied else "decoder.weight"].T + p["decoder.bias"]
    loss = F.cross_entropy(logits.reshape(-1, V), tokens(2).reshape(-1))
    loss.backward()
    return {
        "cell": cell, "layers": layers, "embedding": embedding, "relu": relu, "bidirectional": bidirectional, "tied": tied,
        "layerNorm": layer_norm, "residual": residual, "dropoutInput": dropout_input, "dropoutOutput": dropout_output,
        "dropoutRecurrent": dropout_recurrent,
        "loss": float(f"{loss.item():.8g}"),
        "state": {name: flat(torch.stack([end[k] for end in ends])) for k, name in enumerate("hc"[:len(states)])},
        "gradients": {name: flat(value.grad) for name, value in p.items()},
    }


def flat(tensor):
    return [float(f"{value:.8g}") for value in tensor.detach().reshape(-1).tolist()]


def orthogonal():
    """Initial weights of one layer after its modules were drawn with seed 20, by torch.nn.init.orthogonal_ gate by gate."""
    cases = []
    for cell, kind in [("rnn", torch.nn.RNN), ("gru", torch.nn.GRU), ("lstm", torch.nn.LSTM)]:
        torch.manual_seed(20)
        core = kind(V, 16)
        torch.nn.Linear(16, V)
        for gate in core.weight_hh_l0.data.chunk(GATES[cell]):
            torch.nn.init.orthogonal_(gate)
        cases.append({"cell": cell, "weight": flat(core.weight_hh_l0)})
    return cases


def save(name, content):
    (FOLDER / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


cases = []
for cell in GATES:
    cases += [
        case(cell, embedding=H, tied=True), case(cell, 2, embedding=2 * H, tied=True, bidirectional=True),
        case(cell, layer_norm=True), case(cell, 2, embedding=5, layer_norm=True, bidirectional=True),
        case(cell, 3, residual=True), case(cell, 3, embedding=5, residual=True, bidirectional=True),
        case(cell, 3, layer_norm=True, residual=True),
        case(cell, embedding=5, dropout_input=0.4), case(cell, dropout_input=0.3),
        case(cell, 2, dropout_output=0.4), case(cell, 2, dropout_recurrent=0.4),
        case(cell, 3, embedding=H, tied=True, residual=True, dropout_output=0.3, dropout_recurrent=0.3),
    ]
cases += [case("rnn", relu=True, layer_norm=True), case("rnn", 3, relu=True, residual=True)]
save("extras.json", cases)
save("orthogonal.json", orthogonal())
