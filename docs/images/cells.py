#!/usr/bin/python3
"""Draws docs/images/cells.svg from the ledger of `./sweep run sweeps/cells.yaml`.

usage: /usr/bin/python3 docs/images/cells.py sweep.db docs/images/cells.svg      needs Debian's python3-matplotlib
"""
import json
import sqlite3
import sys
from collections import defaultdict

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "sweep"
import matplotlib.pyplot as plt

ledger, picture = sys.argv[1:3]
db = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
configs = {n: json.loads(c) for n, c in db.execute("SELECT number, config FROM trials WHERE sweep = 'cells'")}
floor = db.execute("SELECT floor FROM trials WHERE sweep = 'cells' LIMIT 1").fetchone()[0]

curves = defaultdict(lambda: defaultdict(list))
for trial, epoch, value in db.execute("SELECT trial, epoch, val_perplexity FROM epochs WHERE sweep = 'cells' ORDER BY epoch"):
    c = configs[trial]
    curves[f"{c['cell']} × {c['layers']}"][epoch].append(value)

plt.rcParams.update({"font.family": "sans-serif", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False})
fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
colours = {"rnn": "#8a8f98", "gru": "#d97706", "lstm": "#2563eb"}
ends = []
for name, epochs in sorted(curves.items()):
    cell, layers = name.split(" × ")
    xs = sorted(epochs)
    mean = [sum(epochs[x]) / len(epochs[x]) for x in xs]
    ax.plot(xs, mean, color=colours[cell], linestyle="-" if layers == "1" else "--", linewidth=1.8, label=f"{cell}, {layers} layer{'s' if layers != '1' else ''}")
    ax.fill_between(xs, [min(epochs[x]) for x in xs], [max(epochs[x]) for x in xs], color=colours[cell], alpha=0.15, linewidth=0)
ax.axhline(floor, color="black", linewidth=1, linestyle=":")
ax.annotate(f"floor of the corpus: {floor:.2f}", (1, floor), textcoords="offset points", xytext=(0, 4), fontsize=9)
ax.set_yscale("log")
ax.yaxis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
ax.yaxis.set_minor_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
ax.set_xlabel("epoch")
ax.set_ylabel("perplexity on held-out text")
ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
fig.savefig(picture, metadata={"Date": None})
