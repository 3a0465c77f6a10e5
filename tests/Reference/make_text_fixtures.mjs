// Expected values for tests/Experiments.Tests/Data/Tokens, worked out without any code of Sweep: pieces by GPT-2's own pattern, words by a pattern,
// byte-pair merges the slow way (all pairs are counted anew for each merge), and what a held-out text costs beside its tokens.
//
//     node tests/Reference/make_text_fixtures.mjs > tests/Reference/texts.json        (Node.js 20, nothing else)

const S = '\\p{White_Space}';
const PIECES = new RegExp(`'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^${S}\\p{L}\\p{N}]+|${S}+(?!\\P{White_Space})|${S}+`, 'gu');
const ALONE = '\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
const WORDS = new RegExp(`\\n|[[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Cf}]--[${ALONE}]]+|\\P{White_Space}`, 'gv');
const SCALARS = 1_112_064;

const TEXTS = {
  mixed: ("Die Größe der Straße, 12.5 km -- über 3 Brücken!\nDon't stop; they'll say it's \"fine\".\n\n"
    + "def f(x_1):\n    return x_1 ** 2  # ½ or ¾\n你好,世界。これはテストです。\n\tnaïve café 😀😀 end  \n").repeat(3),
  spaces: "  two  spaces \t tab\n\n\nthree ends   \n  indented  'quoted' we've I'd o'clock",
  plain: 'the cat sat on the mat and the rat sat on the cat that sat on the mat '.repeat(4),
  marks: 'e\u0301a\u0308 \u{20000}\u{1F468}\u200d\u{1F469} x\u200dy \u00a0nbsp\u3000wide ٣٤٥ Ⅷ ß ǅ',
};

function alphabet() {
  const chars = [];
  let extra = 0;
  for (let b = 0; b < 256; b++) {
    const keeps = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
    chars.push(String.fromCharCode(keeps ? b : 256 + extra++));
  }
  return chars;
}

const ALPHABET = alphabet();
const symbols = piece => [...new TextEncoder().encode(piece)].map(b => ALPHABET[b]);
const count = items => { const n = new Map(); for (const i of items) n.set(i, (n.get(i) ?? 0) + 1); return n; };
const byFrequency = items => [...count(items)].sort((a, b) => b[1] - a[1]).map(p => p[0]);

function join(parts, [left, right]) {
  const made = [];
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === left && parts[i + 1] === right) made.push(left + parts[++i]);
    else made.push(parts[i]);
  }
  return made;
}

function learn(text, size) {
  const pieces = count(text.match(PIECES) ?? []);
  const parts = new Map([...pieces.keys()].map(p => [p, symbols(p)]));
  const types = [...ALPHABET].sort(), merges = [];
  while (types.length < size) {
    const pairs = new Map();
    for (const [piece, times] of pieces) {
      const p = parts.get(piece);
      for (let i = 0; i + 1 < p.length; i++) {
        const key = types.indexOf(p[i]) * 1e6 + types.indexOf(p[i + 1]);
        pairs.set(key, (pairs.get(key) ?? 0) + times);
      }
    }
    const best = [...pairs].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
    if (!best || best[1] < 2) break;
    const pair = [types[Math.floor(best[0] / 1e6)], types[best[0] % 1e6]];
    merges.push(pair);
    if (!types.includes(pair[0] + pair[1])) types.push(pair[0] + pair[1]);
    for (const [piece, p] of parts) parts.set(piece, join(p, pair));
  }
  return { types, merges };
}

function encode(text, { types, merges }) {
  return (text.match(PIECES) ?? []).flatMap(piece => merges.reduce(join, symbols(piece))).map(p => types.indexOf(p));
}

// Words with the white space before each; at the end the white space that is left.
function units(text) {
  const out = [];
  let at = 0;
  for (const found of text.matchAll(WORDS)) {
    out.push([text.slice(at, found.index), found[0]]);
    at = found.index + found[0].length;
  }
  if (at < text.length) out.push([text.slice(at), '']);
  return out;
}

const kind = unit => unit === '' ? 'end' : unit === '\n' ? 'line' : /^[\p{L}\p{Nd}]/u.test(unit) ? 'word' : 'mark';

class Escape {
  n = new Map();
  learn(items) { for (const i of items) this.n.set(i, (this.n.get(i) ?? 0) + 1); }
  nats(item, novel) {
    const total = [...this.n.values()].reduce((a, b) => a + b, 0), kinds = this.n.size;
    if (total === 0) return novel;
    return this.n.has(item) ? -Math.log(this.n.get(item) / (total + kinds)) : -Math.log(kinds / (total + kinds)) + novel;
  }
}

const spell = (counts, text) => [...text, 'END'].reduce((sum, c) => sum + counts.nats(c, Math.log(SCALARS)), 0);

function wordSideNats(train, held, minFreq) {
  const seen = count(units(train).map(u => u[1]).filter(u => u));
  const vocabulary = new Set([...seen.keys()].filter(u => seen.get(u) >= minFreq));
  const letters = new Escape(), spaces = new Escape(), gaps = new Map(), met = new Set();
  const between = (a, b) => { const key = `${a} ${b}`; if (!gaps.has(key)) gaps.set(key, new Escape()); return gaps.get(key); };
  let before = 'line', nats = 0;
  for (const [gap, unit] of units(train)) {
    between(before, kind(unit)).learn([gap]);
    spaces.learn([...gap, 'END']);
    if (unit && (!vocabulary.has(unit) || !met.has(unit))) letters.learn([...unit, 'END']);
    met.add(unit);
    before = kind(unit);
  }
  before = 'line';
  for (const [gap, unit] of units(held)) {
    nats += between(before, kind(unit)).nats(gap, spell(spaces, gap));
    before = kind(unit);
    if (unit && !vocabulary.has(unit)) nats += spell(letters, unit);
  }
  return nats;
}

function one(name, text) {
  const scalars = [...text], cut = scalars.length - Math.trunc(scalars.length * 0.25);
  const train = scalars.slice(0, cut).join(''), held = scalars.slice(cut).join('');
  const model = learn(train, 300);
  return {
    name, text, characters: scalars.length, held_out_characters: scalars.length - cut,
    pieces: text.match(PIECES), words: units(text).map(u => u[1]).filter(u => u),
    train_chars: byFrequency(train), train_words: byFrequency(units(train).map(u => u[1]).filter(u => u)),
    merges: model.merges.map(m => m.join(' ')), bpe_train: encode(train, model), bpe_held_out: encode(held, model),
    word_side_nats: wordSideNats(train, held, 0), word_side_nats_min_freq_2: wordSideNats(train, held, 2),
  };
}

console.log(JSON.stringify(Object.entries(TEXTS).map(([name, text]) => one(name, text))));
