#!/usr/bin/env python3
"""Makes the reference numbers of the information-flow regulariser: the penalty by its formula (Pascanu, Mikolov and Bengio 2013, "On the
difficulty of training recurrent neural networks", formula 9), and its gradient by central differences over the recurrent weights that stand
in the penalty, all else held (formula 10). In double precision, without a library; the gradients dE/dx by central differences as well.

    python3 tests/Reference/make_flow_fixtures.py

Parameters, tokens and states are not stored: both sides compute them by the formulas of `wave` and `token`, as make_fixtures.py does.
"""
import json
import math
import pathlib

T, B, V, H = 6, 3, 7, 4


def wave(count, index):
    return [0.6 * math.sin(1.3 * index + 0.7 * i + 0.1) for i in range(count)]


def matrix(rows, columns, index):
    values = wave(rows * columns, index)
    return [values[i * columns:(i + 1) * columns] for i in range(rows)]


def token(t, b, shift):
    return (5 * t + 3 * b + t * b + shift) % V


class Case:
    def __init__(self, layers, relu):
        self.layers, self.relu = layers, relu
        self.w_ih, self.w_hh, self.b_ih, self.b_hh, index = [], [], [], [], 0
        for layer in range(layers):
            self.w_ih.append(matrix(H, V if layer == 0 else H, index))
            self.w_hh.append(matrix(H, H, index + 1))
            self.b_ih.append(wave(H, index + 2))
            self.b_hh.append(wave(H, index + 3))
            index += 4
        self.w_out, self.b_out = matrix(V, H, index), wave(V, index + 1)
        state = wave(layers * B * H, 100)
        self.state = [[state[(layer * B + b) * H:(layer * B + b + 1) * H] for b in range(B)] for layer in range(layers)]

    def f(self, x):
        return max(x, 0.0) if self.relu else math.tanh(x)

    def slope(self, x):
        return (1.0 if x > 0 else 0.0) if self.relu else 1 - math.tanh(x) ** 2

    def run(self, b, shift=None):
        """Sums before the nonlinearity [layer][t] and the loss of sequence b; shift = (layer, t, unit, by) moves one sum."""
        hidden, loss, sums = [self.state[layer][b] for layer in range(self.layers)], 0.0, [[] for _ in range(self.layers)]
        for t in range(T):
            below = [1.0 if v == token(t, b, 0) else 0.0 for v in range(V)]
            for layer in range(self.layers):
                x = [self.b_ih[layer][i] + self.b_hh[layer][i]
                     + sum(w * v for w, v in zip(self.w_ih[layer][i], below))
                     + sum(w * v for w, v in zip(self.w_hh[layer][i], hidden[layer])) for i in range(H)]
                if shift and shift[:2] == (layer, t):
                    x[shift[2]] += shift[3]
                sums[layer].append(x)
                below = hidden[layer] = [self.f(v) for v in x]
            scores = [self.b_out[v] + sum(w * h for w, h in zip(self.w_out[v], below)) for v in range(V)]
            most = max(scores)
            loss += most + math.log(sum(math.exp(s - most) for s in scores)) - scores[token(t, b, 2)]
        return sums, loss / (T * B)

    def constants(self):
        """x and dE/dx, [layer][b][t][unit]."""
        step, x, g = 1e-6, [], []
        for layer in range(self.layers):
            x.append([self.run(b)[0][layer] for b in range(B)])
            g.append([[[(self.run(b, (layer, t, i, step))[1] - self.run(b, (layer, t, i, -step))[1]) / (2 * step) for i in range(H)]
                       for t in range(T)] for b in range(B)])
        return x, g

    def penalty(self, layer, w, x, g):
        total = 0.0
        for b in range(B):
            for k in range(T - 1):
                later = g[layer][b][k + 1]
                back = [sum(later[i] * w[i][j] for i in range(H)) * self.slope(x[layer][b][k][j]) for j in range(H)]
                length = math.sqrt(sum(v * v for v in later))
                if length > 0 and any(back):
                    total += (math.sqrt(sum(v * v for v in back)) / length - 1) ** 2 / B
        return total

    def json(self):
        (x, g), step, gradients = self.constants(), 1e-6, []
        for layer in range(self.layers):
            w, rows = self.w_hh[layer], []
            for i in range(H):
                for j in range(H):
                    at, both = w[i][j], []
                    for by in (step, -step):
                        w[i][j] = at + by
                        both.append(self.penalty(layer, w, x, g))
                    w[i][j] = at
                    rows.append(float(f"{(both[0] - both[1]) / (2 * step):.7g}"))
            gradients.append(rows)
        return {"layers": self.layers, "relu": self.relu, "gradients": gradients}


cases = [Case(layers, relu).json() for layers in (1, 2) for relu in (False, True)]
(pathlib.Path(__file__).parent / "flow-penalty.json").write_text(json.dumps(cases) + "\n")
