// Compare: the levels of a parameter, or two trials, with the answer of the paired test as a sentence.
import { curves as askCurves, ofSweep } from '../base/api.js';
import { card } from '../base/card.js';
import { el, field, segments, select } from '../base/dom.js';
import { plain, short } from '../base/format.js';
import { newest, query, remember } from '../base/session.js';
import { Lines } from '../pictures/lines.js';
import { Slice } from '../pictures/slices.js';
import { isRatio, nothing, pill, plot, rowsOf, sentences, table, trialLink } from './parts.js';

/** @param {HTMLElement} host @param {Context} context */
export async function show(host, { session, signal }) {
  const model = session.known, values = query(), box = el('div', { className: 'grid' }), names = model.varying.map(p => p.name);
  let mode = values.a !== undefined || !names.length ? 'trials' : 'levels', by = names.includes(values.by) ? values.by : names[0] ?? '';
  const best = model.sorted();
  let a = Number(values.a ?? best[0]?.number ?? 0), b = Number(values.b ?? best[1]?.number ?? 1);
  /** @type {Picture|undefined} */ let picture;
  const control = el('div', { className: 'filterbar' });
  // What was chosen last is shown, whichever answer comes first.
  /** @type {() => Promise<{picture: Picture, cards: HTMLElement[]}>} */
  const ask = () => mode === 'levels' ? levels(session, by) : trials(session, a, b);
  const load = newest(ask, view => {
    picture = view.picture;
    box.replaceChildren(...view.cards);
  });
  function draw() {
    const number = (label, value, set) => field(label, el('input', {
      type: 'number', min: 0, max: model.trials.length - 1, value, 'aria-label': label,
      onchange: event => { set(Number(event.target.value)); remember({ a: String(a), b: String(b) }); draw(); } }));
    control.replaceChildren(segments('What to compare', [['levels', 'Values of a parameter'], ['trials', 'Two trials']], mode, value => {
      mode = value;
      remember(value === 'levels' ? { a: '', b: '' } : { a: String(a), b: String(b) });
      draw();
    }), ...(mode === 'levels' ? [field('parameter', select('Parameter', names.map(n => [n, n]), by,
      value => { by = value; remember({ by }); draw(); }))]
      : [number('first trial', a, n => { a = n; }), number('second trial', b, n => { b = n; })]));
    return load().catch(error => box.replaceChildren(nothing(error.message)));
  }
  host.append(control, box);
  await draw();
  session.on(() => picture?.redrawLive(), signal);
}

/** @param {Session} session @param {string} by */
async function levels(session, by) {
  const data = await ofSweep(session.name, 'compare', { by }), file = `${session.name}-${by}`, pairs = data.pairs ?? [];
  const ratio = data.scale === 'ratio';
  const picture = new Slice(plot('slices', 'big'), session.known, by, { y: query().y ?? (ratio ? 'log' : 'linear') });
  picture.redraw();
  const p = row => name => row[name] === null || row[name] === undefined ? '–' : row[name] < .001 ? '< 0.001' : short(row[name], 2);
  return { picture, cards: [
    card({ id: 'answers', title: 'The answer', className: 'full', file }, sentences(data.answers ?? []),
      data.note ? el('p', { className: 'dim', text: plain(data.note) }) : null),
    card({ id: 'slices', title: `${data.metric} by ${by}`, className: 'half', file, pictures: [picture] }),
    card({ id: 'table', title: 'Levels', className: 'half', file: `${file}-levels`,
      rows: () => rowsOf(data.levels, ['level', 'trials', 'mean', 'std', 'geometric_mean', 'best', 'lost']) },
    table('Levels', [[data.parameter, 'text'], ['trials'], [`mean ${data.metric}`], ['±'], ['geometric mean'], ['best'], ['lost']],
      data.levels.map(l => [l.level, l.trials, l.mean, short(l.std, 3), l.geometric_mean, l.best, l.lost]))),
    card({ id: 'pairs', title: 'Pairs', className: 'full', file: `${file}-pairs`,
      rows: () => ({ ...rowsOf(pairs, ['a', 'b', 'pairs', 'effect', 'low', 'high', 'holm_t_test_p']),
        head: ['a', 'b', 'pairs', 'effect', 'low', 'high', 'p'] }) },
    pairs.length ? table('Pairs', [['a', 'text'], ['b', 'text'], ['pairs'], [ratio ? 'b / a' : 'b − a'], ['95 % from'], ['to'],
      ['p (t, Holm)'], ['p (Wilcoxon)'], ['', 'text']],
    pairs.map(r => [r.a, r.b, r.pairs, r.effect, r.low, r.high, ...['holm_t_test_p', 'holm_wilcoxon_p'].map(p(r)), plain(r.note ?? '')]))
      : nothing('There is no pair to compare')),
  ] };
}

/** @param {Session} session @param {number} a @param {number} b */
async function trials(session, a, b) {
  const [data, found] = await Promise.all([ofSweep(session.name, 'compare', { a, b }), askCurves(session.name, { trials: `${a},${b}` })]);
  const { name, known: { metric, byNumber, facts } } = session, file = `${name}-${a}-${b}`;
  const picture = new Lines(plot('curves', 'big'), metric || 'metric', { y: query().y ?? (isRatio(metric) ? 'log' : 'linear') });
  picture.lines = [a, b].map((n, i) => ({ label: `trial ${n}`, color: t => t.series[i],
    points: byNumber.get(n)?.curve ?? found.byTrial.get(n)?.points ?? [] }));
  picture.floor = facts.floor ?? null;
  picture.redraw();
  const own = ['status', 'metric', 'best_epoch', 'epochs_done', 'rank', 'replicates', 'mean', 'std'];
  const cell = (side, row) => row === 'status' ? pill(side.status) : row === 'rank' && side.tied && side.rank !== null ? `${side.rank} =`
    : side[row];
  const differing = [...data.parameters].sort((p, q) => Number(q.differs) - Number(p.differs));
  return { picture, cards: [
    card({ id: 'answers', title: 'The answer', className: 'full', file }, sentences(data.answers ?? [])),
    card({ id: 'curves', title: 'Curves', className: 'wide', file: `${file}-curves`, pictures: [picture] }),
    card({ id: 'table', title: 'Side by side', className: 'tallrow', file, rows: () => ({ head: ['parameter', `trial_${a}`, `trial_${b}`],
      rows: data.parameters.map(p => [p.name, p.a, p.b]) }) },
    table('Side by side', [['', 'text'], [`trial ${a}`], [`trial ${b}`]], [
      ['open', ...[a, b].map(n => trialLink(name, n, `${name}/${n}`))],
      ...own.map(row => [row.replace(/_/g, ' '), cell(data.a, row), cell(data.b, row)]),
      ...differing.map(p => [p.name, short(p.a), short(p.b)]
        .map(text => el('span', { className: p.differs ? 'differs' : 'dim', text: plain(text) }))),
    ])),
  ] };
}
