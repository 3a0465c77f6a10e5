"""Expected values for tests/Experiments.Tests/Data and tests/Search.Tests/Randomness, worked out in plain Python without any code of Sweep.

    python3 tests/Reference/corpora.py path/to/timemachine.txt > tests/Reference/corpora.json

The text rules, the vocabulary and the two samplings follow Dive into Deep Learning (chapter "Recurrent Neural Networks"); random numbers follow the
reference C code of SplitMix64 and xoshiro256** and Lemire's bounded integers. Standard library only.
"""
import collections
import json
import re
import sys

M = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
    return z ^ (z >> 31)


class Random:
    def __init__(self, seed):
        x, self.s = seed & M, []
        for _ in range(4):
            x = (x + 0x9E3779B97F4A7C15) & M
            self.s.append(mix(x))

    def bits(self):
        rotl = lambda v, k: ((v << k) | (v >> (64 - k))) & M
        s = self.s
        result = (rotl((s[1] * 5) & M, 7) * 9) & M
        t = (s[1] << 17) & M
        s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t
        s[3] = rotl(s[3], 45)
        return result

    def below(self, n):
        while True:
            product = self.bits() * n
            if (product & M) >= (1 << 64) % n:
                return product >> 64

    def shuffle(self, items):
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]


def derive(seed, *path):
    golden = 0x9E3779B97F4A7C15
    h = mix((seed + golden) & M)
    for step in path:
        h = mix((h * 3 + mix((step + golden) & M) + golden) & M)
    return h - (1 << 64) if h >> 63 else h


def read(path):
    with open(path) as f:                       # d2l: read_time_machine
        return [re.sub('[^A-Za-z]+', ' ', line).strip().lower() for line in f]


def vocabulary(tokens, min_freq=0, reserved=()):   # d2l: Vocab
    counter = collections.Counter(tokens)
    freqs = sorted(counter.items(), key=lambda x: x[1], reverse=True)
    idx_to_token = ['<unk>'] + list(reserved)
    for token, freq in freqs:
        if freq < min_freq:
            break
        if token not in idx_to_token:
            idx_to_token.append(token)
    return idx_to_token


def iter_random(corpus, batch_size, num_steps, rng):      # d2l: seq_data_iter_random
    corpus = corpus[rng.below(num_steps):]
    num_subseqs = (len(corpus) - 1) // num_steps
    starts = list(range(0, num_subseqs * num_steps, num_steps))
    rng.shuffle(starts)
    for i in range(0, batch_size * (num_subseqs // batch_size), batch_size):
        rows = starts[i:i + batch_size]
        yield [corpus[j:j + num_steps] for j in rows], [corpus[j + 1:j + 1 + num_steps] for j in rows]


def iter_sequential(corpus, batch_size, num_steps, rng):  # d2l: seq_data_iter_sequential
    offset = rng.below(num_steps + 1)
    num_tokens = ((len(corpus) - offset - 1) // batch_size) * batch_size
    width = num_tokens // batch_size
    xs = [corpus[offset + r * width: offset + (r + 1) * width] for r in range(batch_size)]
    ys = [corpus[offset + 1 + r * width: offset + 1 + (r + 1) * width] for r in range(batch_size)]
    for i in range(0, num_steps * (width // num_steps), num_steps):
        yield [x[i:i + num_steps] for x in xs], [y[i:i + num_steps] for y in ys]


def epochs():
    out = []
    for sampling, batches in (('Random', iter_random), ('Sequential', iter_sequential)):
        for tokens, b, t, seed, epoch in ((35, 2, 5, 7, 0), (35, 2, 5, 7, 1), (40, 3, 4, -1, 2), (97, 4, 7, 123456789012345, 9), (9, 1, 3, 0, 0), (11, 4, 1, 5, 3)):
            made = list(batches(list(range(tokens)), b, t, Random(derive(seed, epoch))))
            out.append(dict(sampling=sampling, tokens=tokens, batchSize=b, numSteps=t, seed=seed, epoch=epoch,
                            x=[x for x, _ in made], y=[y for _, y in made]))
    return out


def time_machine(path):
    lines = read(path)
    chars = [c for line in lines for c in line]
    words = [w for line in lines for w in line.split()]
    cv, wv = vocabulary(chars), vocabulary(words)
    return dict(lines=len(lines), line0=lines[0], line10=lines[10],
                chars=len(chars), words=len(words), charTypes=cv, wordTypeCount=len(wv), wordTypes=wv[:40], wordTypesEnd=wv[-10:],
                charTokens=[cv.index(c) for c in chars[:200]], wordTokens=[wv.index(w) for w in words[:60]],
                charSum=sum((i % 97 + 1) * cv.index(c) for i, c in enumerate(chars)),
                wordTypesMin5=len(vocabulary(words, 5)))


def main():
    rng = Random(42)
    bits = [str(rng.bits()) for _ in range(5)]
    rng = Random(-3)
    ints = [rng.below(10) for _ in range(20)] + [rng.below(2**31 - 1) for _ in range(5)]
    rng, deck = Random(1), list(range(12))
    rng.shuffle(deck)
    text = 'b a b c a b d, a! e-d'.split()
    print(json.dumps(dict(
        random=dict(bits42=bits, ints=ints, deck=deck, derive=[derive(0), derive(0, 0), derive(0, 1), derive(5, 1, 2), derive(5, 2, 1), derive(-9, 10**15)]),
        vocabulary=dict(tokens=text, all=vocabulary(text), min2=vocabulary(text, 2), reserved=vocabulary(text, 0, ['<bos>', 'a'])),
        epochs=epochs(), timeMachine=time_machine(sys.argv[1])), indent=None, separators=(',', ':')).replace('},', '},\n'))


main()
