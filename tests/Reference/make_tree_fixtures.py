"""Makes tree.json: losses, logits and gradients of recursive networks over small trees, by scalar reverse-mode differentiation in
double precision. Plain Python, no packages: python3 tests/Reference/make_tree_fixtures.py

Parameters are those of tests/Models.Tests/Reference/Wave.cs: 0.6 sin(1.3 k + 0.7 i + 0.1), k the place of the parameter.
Formulas: Socher et al. 2011, section 3; Tai, Socher and Manning 2015, equations 9 to 14 (N = 2, no x at inner nodes, no children at
leaves). Node by node, by recursion; nothing is batched here."""
import json
import math
import os

V, E, H, C = 6, 3, 4, 5


class Number:
    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = value, parents, 0.0

    def __add__(self, other):
        return Number(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Number(self.value * other.value, ((self, other.value), (other, self.value)))

    def apply(self, value, slope):
        return Number(value, ((self, slope),))

    def tanh(self):
        t = math.tanh(self.value)
        return self.apply(t, 1 - t * t)

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.value))
        return self.apply(s, s * (1 - s))


def backward(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    root.grad = 1.0
    for node in reversed(order):
        for parent, slope in node.parents:
            parent.grad += slope * node.grad


def dot(row, vector):
    total = row[0] * vector[0]
    for a, b in zip(row[1:], vector[1:]):
        total = total + a * b
    return total


def parameters(lstm):
    shapes = {"embedding.weight": (V, E), "tree.weight_x": ((3 if lstm else 1) * H, E), "tree.weight_h": ((5 if lstm else 1) * H, 2 * H),
              "tree.bias": ((4 if lstm else 1) * H,), "decoder.weight": (C, H), "decoder.bias": (C,)}
    made = {}
    for k, (name, shape) in enumerate(shapes.items()):
        count = math.prod(shape)
        made[name] = ([Number(0.6 * math.sin(1.3 * k + 0.7 * i + 0.1)) for i in range(count)], shape)
    return made


def rows(parameter):
    values, (_, width) = parameter
    return [values[i:i + width] for i in range(0, len(values), width)]


def state(p, lstm, nodes, place, states):
    left, right, token, _ = nodes[place]
    bias = p["tree.bias"][0]
    if left < 0:
        x = rows(p["embedding.weight"])[token]
        sums = [dot(row, x) + b for row, b in zip(rows(p["tree.weight_x"]), bias)]
        if not lstm:
            return [s.tanh() for s in sums], None
        i, o, u = sums[:H], sums[H:2 * H], sums[2 * H:]
        c = [a.sigmoid() * b.tanh() for a, b in zip(i, u)]
        return [a.sigmoid() * b.tanh() for a, b in zip(o, c)], c
    (hl, cl), (hr, cr) = states[left], states[right]
    weight = rows(p["tree.weight_h"])
    if not lstm:
        return [(dot(row, hl + hr) + b).tanh() for row, b in zip(weight, bias)], None
    sums = [dot(row, hl + hr) + bias[k if k < 4 * H else k - H] for k, row in enumerate(weight)]
    i, o, u, fl, fr = (sums[k * H:(k + 1) * H] for k in range(5))
    c = [a.sigmoid() * b.tanh() + d.sigmoid() * e + f.sigmoid() * g for a, b, d, e, f, g in zip(i, u, fl, cl, fr, cr)]
    return [a.sigmoid() * b.tanh() for a, b in zip(o, c)], c


TREES = [
    [(-1, -1, 1, 2)],
    [(-1, -1, 0, 1), (-1, -1, 4, -1), (0, 1, -1, 3)],
    [(-1, -1, 2, 0), (-1, -1, 3, 4), (0, 1, -1, -1), (-1, -1, 5, 1), (2, 3, -1, 2), (-1, -1, 1, -1), (4, 5, -1, 0)],
    [(-1, -1, 4, 3), (-1, -1, 0, 0), (-1, -1, 1, 2), (1, 2, -1, 4), (0, 3, -1, 1)],
]


def case(lstm, roots_only):
    p = parameters(lstm)
    logits, total, count = [], None, 0
    for nodes in TREES:
        states, tree = [], []
        for place, node in enumerate(nodes):
            states.append(state(p, lstm, nodes, place, states))
            h = states[-1][0]
            z = [dot(row, h) + b for row, b in zip(rows(p["decoder.weight"]), p["decoder.bias"][0])]
            tree.append([number.value for number in z])
            if node[3] < 0 or (roots_only and place < len(nodes) - 1):
                continue
            norm = sum(math.exp(number.value) for number in z)
            nats = Number(math.log(norm) - z[node[3]].value,
                          [(number, math.exp(number.value) / norm - (k == node[3])) for k, number in enumerate(z)])
            total, count = nats if total is None else total + nats, count + 1
        logits.append(tree)
    mean = total * Number(1 / count)
    backward(mean)
    return {"kind": "TreeLstm" if lstm else "Recursive", "rootsOnly": roots_only, "loss": mean.value, "logits": logits,
            "gradients": {name: [round(n.grad, 9) for n in values] for name, (values, _) in p.items()}}


def main():
    made = [{"trees": TREES, "cases": [case(lstm, roots) for lstm in (False, True) for roots in (False, True)]}]
    for one in made[0]["cases"]:
        one["loss"] = round(one["loss"], 9)
        one["logits"] = [[[round(z, 9) for z in node] for node in tree] for tree in one["logits"]]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tree.json"), "w", encoding="utf-8") as file:
        json.dump(made, file, indent=None, separators=(",", ":"))
        file.write("\n")


main()
