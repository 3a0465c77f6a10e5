#!/usr/bin/env python3
"""Draws docs/images/cells.svg from the ledger of `./sweep run sweeps/cells.yaml`.

usage: docs/images/cells.py sweep.db docs/images/cells.svg      needs Python's standard library only
"""
import json
import math
import sqlite3
import sys
from collections import defaultdict

WIDTH, HEIGHT = 768, 346
LEFT, RIGHT, TOP, BOTTOM = 62, 612, 12, 300
COLOURS = {"rnn": "#8a8f98", "gru": "#d97706", "lstm": "#2563eb"}
TICKS = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30]
STYLE = """
 text { font: 13px "DejaVu Sans", Verdana, sans-serif; fill: #1f2328 }
 .paper { fill: #ffffff } .axis { stroke: #1f2328; fill: none } .floor { stroke: #1f2328; stroke-dasharray: 1.5 3 }
 @media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .paper { fill: #0d1117 } .axis, .floor { stroke: #e6edf3 }
 }"""


def read(ledger):
    """Values by configuration and epoch, one for each seed, and the floor of the corpus."""
    db = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    configs = {n: json.loads(c) for n, c in db.execute("SELECT number, config FROM trials WHERE sweep = 'cells'")}
    floor = db.execute("SELECT floor FROM trials WHERE sweep = 'cells' LIMIT 1").fetchone()[0]
    curves = defaultdict(lambda: defaultdict(list))
    for trial, epoch, value in db.execute("SELECT trial, epoch, val_perplexity FROM epochs WHERE sweep = 'cells' ORDER BY epoch"):
        curves[configs[trial]["cell"], configs[trial]["layers"]][epoch].append(value)
    return curves, floor


def draw(curves, floor):
    """The lines of the picture: held-out perplexity by epoch, on a logarithmic scale."""
    epochs = max(max(curve) for curve in curves.values())
    low, high = math.log(floor) - 0.04, math.log(max(max(curve[1]) for curve in curves.values())) + 0.04

    def x(epoch):
        return round(LEFT + 14 + (RIGHT - LEFT - 28) * (epoch - 1) / (epochs - 1), 1)

    def y(value):
        return round(BOTTOM - (BOTTOM - TOP) * (math.log(value) - low) / (high - low), 1)

    def path(points):
        return " ".join(f"{px},{py}" for px, py in points)

    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    yield "<title>Perplexity on held-out text by epoch</title>"
    yield f"<style>{STYLE}\n</style>"
    yield f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>'
    yield f'<polyline class="axis" points="{LEFT},{TOP} {LEFT},{BOTTOM} {RIGHT},{BOTTOM}"/>'
    for value in (tick for tick in TICKS if low <= math.log(tick) <= high):
        yield f'<path class="axis" d="M{LEFT - 4} {y(value)}H{LEFT}"/><text x="{LEFT - 8}" y="{y(value) + 4.5}" text-anchor="end">{value:g}</text>'
    for epoch in range(1, epochs + 1):
        yield f'<path class="axis" d="M{x(epoch)} {BOTTOM}V{BOTTOM + 4}"/><text x="{x(epoch)}" y="{BOTTOM + 19}" text-anchor="middle">{epoch}</text>'
    yield f'<text x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">epoch</text>'
    yield f'<text transform="translate(16 {(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">perplexity on held-out text</text>'
    yield f'<path class="floor" d="M{LEFT} {y(floor)}H{RIGHT}"/><text x="{x(1)}" y="{y(floor) - 6}">floor of the corpus: {floor:.2f}</text>'
    for (cell, _), curve in sorted(curves.items()):
        band = [(x(e), y(min(curve[e]))) for e in sorted(curve)] + [(x(e), y(max(curve[e]))) for e in sorted(curve, reverse=True)]
        yield f'<polygon points="{path(band)}" fill="{COLOURS[cell]}" fill-opacity="0.15"/>'
    for place, ((cell, layers), curve) in enumerate(sorted(curves.items())):
        dash = ' stroke-dasharray="7 4"' if layers > 1 else ""
        line = f'fill="none" stroke="{COLOURS[cell]}" stroke-width="2.2"{dash}'
        height = (TOP + BOTTOM) / 2 + 22 * (place - (len(curves) - 1) / 2)
        yield f'<polyline points="{path((x(e), y(sum(curve[e]) / len(curve[e]))) for e in sorted(curve))}" {line}/>'
        yield f'<path d="M{RIGHT + 14} {height}H{RIGHT + 44}" {line}/><text x="{RIGHT + 52}" y="{height + 4.5}">{cell}, {layers} layer{"s" if layers > 1 else ""}</text>'
    yield "</svg>"


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8") as picture:
        picture.write("\n".join(draw(*read(sys.argv[1]))) + "\n")
