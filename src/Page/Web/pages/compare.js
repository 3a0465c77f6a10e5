// Compare: the levels of a parameter, or two trials, with the answer of the paired test as a sentence.
import { curves as askCurves, ofSweep } from '../base/api.js';
import { card } from '../base/card.js';
import { el, field, segments, select } from '../base/dom.js';
import { plain, short } from '../base/format.js';
import { newest, query, remember } from '../base/session.js';
import { theme } from '../base/theme.js';
import { Lines } from '../pictures/lines.js';
import { Slice } from '../pictures/slices.js';
import { nothing, pill, plot, sentences, table, trialLink } from './parts.js';

export async function show(host, { session }) {
  const model = session.known, values = query(), box = el('div', { className: 'grid' }), names = model.varying.map(p => p.name);
  let mode = values.a !== undefined || !names.length ? 'trials' : 'levels', by = names.includes(values.by) ? values.by : names[0] ?? '';
  const best = model.sorted();
  let a = Number(values.a ?? best[0]?.number ?? 0), b = Number(values.b ?? best[1]?.number ?? 1);
  let end = () => {}, isOver = false;
  const control = el('div', { className: 'filterbar' });
  // What was chosen last is shown, whichever answer comes first.
  const load = newest(() => mode === 'levels' ? levels(session, by) : trials(session, a, b), build => {
    if (isOver) return;
    end();
    const view = build();
    end = view.end;
    box.replaceChildren(...view.cards);
  });
  function draw() {
    const number = (label, value, set) => {
      const input = el('input', { type: 'number', min: 0, max: model.trials.length - 1, value, 'aria-label': label,
        onchange: () => { set(Number(input.value)); remember({ a: String(a), b: String(b) }); draw(); } });
      return field(label, input);
    };
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
  return () => { isOver = true; end(); };
}

/** The answer for the levels of a parameter, and what makes its cards. @param {Session} session @param {string} by */
async function levels(session, by) {
  const data = await ofSweep(session.name, 'compare', { by });
  return () => levelCards(session, by, data);
}

function levelCards(session, by, data) {
  const model = session.known;
  const picture = new Slice(plot('slices', 'big'), model, by, { y: query().y ?? (data.scale === 'ratio' ? 'log' : 'linear') });
  picture.redraw();
  const deaf = session.on(() => picture.redrawLive());
  const head = [[data.parameter, 'text'], ['trials', ''], [`mean ${data.metric}`, ''], ['±', ''], ['geometric mean', ''], ['best', ''],
    ['lost', '']];
  const ratio = data.scale === 'ratio', pairs = data.pairs ?? [];
  const p = v => v === null ? '–' : v < .001 ? '< 0.001' : short(v, 2);
  return { end: () => { deaf(); picture.dispose(); }, cards: [
    card({ id: 'answers', title: 'The answer', className: 'full', file: `${session.name}-${by}` }, sentences(data.answers ?? []),
      data.note ? el('p', { className: 'dim', text: plain(data.note) }) : null),
    card({ id: 'slices', title: `${data.metric} by ${by}`, className: 'half', file: `${session.name}-${by}`, drawn: () => [picture],
      rows: () => picture.csv() }, picture.host),
    card({ id: 'table', title: 'Levels', className: 'half', file: `${session.name}-${by}-levels`,
      rows: () => ({ head: ['level', 'trials', 'mean', 'std', 'geometric_mean', 'best', 'lost'],
      rows: data.levels.map(l => [l.level, l.trials, l.mean, l.std, l.geometric_mean, l.best, l.lost]) }) },
      table('Levels', head, data.levels.map(l => [plain(short(l.level)), short(l.trials), short(l.mean),
        short(l.std, 3), short(l.geometric_mean), short(l.best), short(l.lost)]))),
    card({ id: 'pairs', title: 'Pairs', className: 'full', file: `${session.name}-${by}-pairs`,
      rows: () => ({ head: ['a', 'b', 'pairs', 'effect', 'low', 'high', 'p'],
      rows: pairs.map(r => [r.a, r.b, r.pairs, r.effect, r.low, r.high, r.holm_t_test_p]) }) },
      pairs.length ? table('Pairs', [['a', 'text'], ['b', 'text'], ['pairs', ''], [ratio ? 'b / a' : 'b − a', ''], ['95 % from', ''],
        ['to', ''], ['p (t, Holm)', ''], ['p (Wilcoxon)', ''], ['', 'text']],
        pairs.map(r => [plain(short(r.a)), plain(short(r.b)), short(r.pairs), short(r.effect), short(r.low),
          short(r.high), p(r.holm_t_test_p ?? null), p(r.holm_wilcoxon_p ?? null), plain(r.note ?? '')]))
          : nothing('There is no pair to compare')),
  ] };
}

/** The answer for two trials, and what makes its cards. @param {Session} session @param {number} a @param {number} b */
async function trials(session, a, b) {
  const [data, found] = await Promise.all([ofSweep(session.name, 'compare', { a, b }), askCurves(session.name, { trials: `${a},${b}` })]);
  return () => trialCards(session, a, b, data, found);
}

function trialCards(session, a, b, data, found) {
  const model = session.known, metric = model.metric;
  const picture = new Lines(plot('curves', 'big'), metric || 'metric',
    { y: query().y ?? (/perplexity|loss/.test(metric) ? 'log' : 'linear') });
  const draw = () => {
    const t = theme();
    picture.lines = [a, b].map((n, i) => ({ label: `trial ${n}`, color: t.series[i], points: model.byNumber.get(n)?.curve
      ?? found.byTrial.get(n)?.points ?? [] }));
    picture.floor = model.facts.floor ?? null;
    picture.redraw();
  };
  draw();
  addEventListener('theme', draw);
  const rows = ['status', 'metric', 'best_epoch', 'epochs_done', 'rank', 'replicates', 'mean', 'std'];
  const cell = (side, row) => row === 'status' ? pill(side.status) : row === 'rank' && side.tied
    && side.rank !== null ? `${side.rank} =` : short(side[row]);
  const differing = [...data.parameters].sort((p, q) => Number(q.differs) - Number(p.differs));
  return { end: () => { removeEventListener('theme', draw); picture.dispose(); }, cards: [
    card({ id: 'answers', title: 'The answer', className: 'full', file: `${session.name}-${a}-${b}` }, sentences(data.answers ?? [])),
    card({ id: 'curves', title: 'Curves', className: 'wide', file: `${session.name}-${a}-${b}-curves`, drawn: () => [picture],
      rows: () => picture.csv() }, picture.host),
    card({ id: 'table', title: 'Side by side', className: 'tallrow', file: `${session.name}-${a}-${b}`,
      rows: () => ({ head: ['parameter', `trial_${a}`, `trial_${b}`],
      rows: data.parameters.map(p => [p.name, p.a, p.b]) }) },
      table('Side by side', [['', 'text'], [`trial ${a}`, ''], [`trial ${b}`, '']], [
        ['open', trialLink(session.name, a, `${session.name}/${a}`), trialLink(session.name, b, `${session.name}/${b}`)],
        ...rows.map(row => [row.replace(/_/g, ' '), cell(data.a, row), cell(data.b, row)]),
        ...differing.map(p => [el('span', { className: p.differs ? 'differs' : 'dim', text: p.name }), ...[p.a, p.b]
          .map(v => el('span', { className: p.differs ? 'differs' : 'dim', text: plain(short(v)) }))]),
      ])),
  ] };
}
