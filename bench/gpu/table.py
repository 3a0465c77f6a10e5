#!/usr/bin/env python3
"""Joins the JSON lines of `bench -- steps` and steps.py into one Markdown table. Lines that one side lacks are shown with a dash."""
import json
import sys

KEYS = ("tokens", "cell", "hidden", "batch", "optimizer")
speeds = {}
for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        speeds.setdefault(tuple(row[key] for key in KEYS), {})[row["by"]] = row["tokens_per_second"]

print("| tokens | cell | hidden | batch | optimizer | PyTorch, tokens/s | Sweep, tokens/s | ratio |")
print("|---|---|---:|---:|---|---:|---:|---:|")
for setup, by in speeds.items():
    ours, theirs = by.get("sweep"), by.get("pytorch")
    ratio = f"{ours / theirs:.2f}" if ours and theirs else "-"
    print("| " + " | ".join([*map(str, setup), f"{theirs:,}" if theirs else "-", f"{ours:,}" if ours else "-", ratio]) + " |")
