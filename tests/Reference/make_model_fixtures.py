#!/usr/bin/env python3
"""Makes the reference numbers of the models beside the recurrent one, by their definitions and in plain Python (no packages):

    python3 tests/Reference/make_model_fixtures.py

n-grams and the ridge read-out are computed in fractions, exactly; the multilayer perceptron and the reservoirs in double precision, its
gradients by central differences. Weights are given by the formula of `wave`, as in make_fixtures.py.
"""
import json
import math
import pathlib
from fractions import Fraction as F
from itertools import product

FOLDER = pathlib.Path(__file__).parent


def write(name, value):
    (FOLDER / name).write_text(json.dumps(value, indent=1) + "\n")


# Modified Kneser-Ney by Chen and Goodman (1998), from dictionaries of counts.

def ngrams(text, k):
    counts = {}
    for i in range(len(text) - k + 1):
        gram = tuple(text[i:i + k])
        counts[gram] = counts.get(gram, 0) + 1
    return counts


def adjusted(text, k, order):
    """Occurrences at full length; below it, how many different tokens stand before."""
    if k == order:
        return ngrams(text, k)
    longer = ngrams(text, k + 1)
    return {gram: len({g[0] for g in longer if g[1:] == gram}) for gram in ngrams(text, k)}


def discounts(counts):
    n = [None] + [sum(1 for c in counts.values() if c == i) for i in range(1, 5)]
    try:
        y = F(n[1], n[1] + 2 * n[2])
        found = [F(0), 1 - 2 * y * F(n[2], n[1]), 2 - 3 * y * F(n[3], n[2]), 3 - 4 * y * F(n[4], n[3])]
        if all(0 < found[k] <= k for k in range(1, 4)):
            return found
    except ZeroDivisionError:
        pass
    return [F(0), F(1, 2), F(1), F(3, 2)]


def kneser_ney(text, vocabulary, order):
    levels = {k: adjusted(text, k, order) for k in range(1, order + 1)}
    lost = {k: discounts(levels[k]) for k in levels}

    def p(history, w):
        lower = p(history[1:], w) if history else F(1, vocabulary)
        k = len(history) + 1
        seen = {g: c for g, c in levels[k].items() if g[:-1] == history}
        total = sum(seen.values())
        if total == 0:
            return lower
        c = seen.get(history + (w,), 0)
        escape = sum(lost[k][min(c, 3)] for c in seen.values()) / total
        return (c - lost[k][min(c, 3)]) / total + escape * lower

    histories = [h for k in range(order) for h in product(range(vocabulary), repeat=k)]
    table = [{"history": list(h), "probabilities": [str(p(h, w)) for w in range(vocabulary)]} for h in histories]
    assert all(sum(F(x) for x in row["probabilities"]) == 1 for row in table)
    return {"text": text, "vocabulary": vocabulary, "order": order,
            "discounts": [[str(d) for d in lost[k][1:]] for k in range(1, order + 1)], "table": table}


def kneser_ney_cases():
    # Skewed, so that there are n-grams of every small count; the last type never occurs.
    long = [min(3, (i * i * 7 + i // 3) % 11 % 5) for i in range(160)]
    # Of its bigrams 4, 4, 4 and 9 occur once, twice and so on, for which the closed form of D3+ is 0.
    zero = [0] + [w for x, times in enumerate([1, 1, 2, 2, 3, 3, 4, 4, 4, 4], 1) for w in times * [x, 0]] + 4 * [0]
    return [kneser_ney(long, 5, 3), kneser_ney([0, 1, 0, 1, 0], 3, 2), kneser_ney([2, 0, 1, 1, 0, 2, 2, 1, 0, 0, 1], 3, 4),
            kneser_ney(zero, 11, 2)]


# The multilayer perceptron over the last n tokens.

def wave(count, index):
    return [0.6 * math.sin(1.3 * index + 0.7 * i + 0.1) for i in range(count)]


def perceptron(parameters, case, loss_only=True):
    v, n, h, e = case["vocabulary"], case["window"], case["hidden"], case["embedding"]
    activate = math.tanh if case["nonlinearity"] == "tanh" else lambda x: max(0.0, x)
    codes = case["before"] + [[t + 1 for t in row] for row in case["tokens"]]
    nats = 0.0
    for t in range(len(case["tokens"])):
        for b in range(len(case["tokens"][0])):
            window = [codes[t + 1 + j][b] for j in range(n)]
            if e:
                vector = [parameters["embedding.weight"][c * e + i] for c in window for i in range(e)]
                weight, bias = parameters["hidden0.weight"], parameters["hidden0.bias"]
                x = [bias[i] + sum(weight[i * n * e + j] * vector[j] for j in range(n * e)) for i in range(h)]
            else:
                rows = [j * (v + 1) + c for j, c in enumerate(window)] + [n * (v + 1)]
                x = [sum(parameters["hidden0.weight"][r * h + i] for r in rows) for i in range(h)]
            x = [activate(u) for u in x]
            for layer in range(1, case["layers"]):
                weight, bias = parameters[f"hidden{layer}.weight"], parameters[f"hidden{layer}.bias"]
                x = [activate(bias[i] + sum(weight[i * h + j] * x[j] for j in range(h))) for i in range(h)]
            weight, bias = parameters["decoder.weight"], parameters["decoder.bias"]
            logits = [bias[i] + sum(weight[i * h + j] * x[j] for j in range(h)) for i in range(v)]
            top = max(logits)
            nats += top + math.log(sum(math.exp(l - top) for l in logits)) - logits[case["targets"][t][b]]
    return nats / (len(case["tokens"]) * len(case["tokens"][0]))


def perceptron_case(embedding, nonlinearity, layers):
    case = {"vocabulary": 4, "window": 3, "hidden": 3, "embedding": embedding, "layers": layers, "nonlinearity": nonlinearity,
            # Of the second sequence only one token was read before.
            "before": [[1, 0], [3, 0], [2, 4]], "tokens": [[0, 3], [2, 1], [1, 1], [3, 0]], "targets": [[2, 1], [1, 1], [3, 0], [0, 2]]}
    v, n, h, e = 4, 3, 3, embedding
    sizes = {"embedding.weight": (v + 1) * e, "hidden0.weight": h * n * e, "hidden0.bias": h} if e else \
        {"hidden0.weight": (n * (v + 1) + 1) * h}
    for layer in range(1, layers):
        sizes |= {f"hidden{layer}.weight": h * h, f"hidden{layer}.bias": h}
    sizes |= {"decoder.weight": v * h, "decoder.bias": v}
    parameters = {name: wave(size, index) for index, (name, size) in enumerate(sizes.items())}
    case["loss"] = perceptron(parameters, case)
    case["gradients"] = {}
    for name, values in parameters.items():
        gradient = []
        for i in range(len(values)):
            kept, step, losses = values[i], 1e-5, []
            for sign in (1, -1):
                values[i] = kept + sign * step
                losses.append(perceptron(parameters, case))
            values[i] = kept
            gradient.append((losses[0] - losses[1]) / (2 * step))
        case["gradients"][name] = gradient
    return case


# Reservoirs of three units over two token types, and the ridge read-out.

def reservoirs():
    n, tokens, leak, trace = 3, [0, 1, 1, 0, 1, 0, 0, 1, 1, 1], 0.6, 0.8
    inputs, recurrent = wave(2 * n, 0), wave(n * n, 1)
    r, z, v, s = [0.0] * n, [0.0] * n, [0.0] * n, [0.0] * n
    echo, liquid = [], []
    for x in tokens:
        r = [(1 - leak) * r[j] + leak * math.tanh(inputs[x * n + j] + sum(r[i] * recurrent[i * n + j] for i in range(n)))
             for j in range(n)]
        echo.append(r)
        v = [(1 - leak) * v[j] + inputs[x * n + j] + sum(s[i] * recurrent[i * n + j] for i in range(n)) for j in range(n)]
        s = [1.0 if u >= 0.5 else 0.0 for u in v]
        v = [0.0 if fired else u for u, fired in zip(v, s)]
        z = [trace * old + fired for old, fired in zip(z, s)]
        liquid.append(z)
    return {"units": n, "tokens": tokens, "leak": leak, "trace": trace, "echo": echo, "liquid": liquid}


def solve(a, b):
    """Gauss's elimination in fractions."""
    n = len(a)
    rows = [list(x) + list(y) for x, y in zip(a, b)]
    for i in range(n):
        pivot = next(k for k in range(i, n) if rows[k][i] != 0)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for k in range(n):
            if k != i:
                rows[k] = [x - rows[k][i] * y for x, y in zip(rows[k], rows[i])]
    return [row[n:] for row in rows]


def ridge():
    features = [[i * i % 7, (3 * i + 1) % 5] for i in range(12)]
    classes = [(i * i + i // 2) % 3 for i in range(12)]
    penalty = F(1, 8)
    x = [[F(a), F(b), F(1)] for a, b in features]
    products = [[sum(row[i] * row[j] for row in x) + (penalty * len(x) if i == j < 2 else 0) for j in range(3)] for i in range(3)]
    targets = [[sum(row[i] for row, c in zip(x, classes) if c == v) for v in range(3)] for i in range(3)]
    weights = solve(products, targets)
    return {"features": features, "classes": classes, "ridge": float(penalty), "weights": [[float(w) for w in row] for row in weights]}


if __name__ == "__main__":
    write("kneser-ney.json", kneser_ney_cases())
    write("window-model.json", [perceptron_case(0, "tanh", 1), perceptron_case(2, "tanh", 2), perceptron_case(0, "relu", 2)])
    write("reservoir.json", reservoirs() | {"ridge": ridge()})
