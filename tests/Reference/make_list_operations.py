"""Makes training/list-operations.json: 400 nested list operations with their values, by Python's own max, min, median and sum.
python3 tests/Reference/make_list_operations.py"""
import json
import os
import random
import statistics

RULES = {"[MAX": max, "[MIN": min, "[MED": lambda x: int(statistics.median(x)), "[SM": lambda x: sum(x) % 10}


def draw(chance, depth):
    operation = chance.choice(sorted(RULES))
    written, values = [operation], []
    for _ in range(chance.randint(1, 7)):
        if depth > 1 and chance.random() < 0.4:
            text, value = draw(chance, depth - 1)
        else:
            value = chance.randint(0, 9)
            text = str(value)
        written.append(text)
        values.append(value)
    return " ".join(written) + "]", RULES[operation](values)


def main():
    chance = random.Random(16)
    made = [{"text": text, "value": value} for text, value in (draw(chance, 1 + i % 5) for i in range(400))]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "training", "list-operations.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(made, file, separators=(",", ":"))
        file.write("\n")


main()
