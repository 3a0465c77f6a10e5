// Compare: the levels of a parameter, or two trials, with the answer of the paired test as a sentence.
import { query, remember } from '../base/address.js';
import { card } from '../base/card.js';
import { el, field, segments, select } from '../base/dom.js';
import { plain, rowsOf, short } from '../base/format.js';
import { newest } from '../base/session.js';
import { Lines } from '../pictures/lines.js';
import { Slice } from '../pictures/slices.js';
import { axisOf, choice, nothing, pill, plot, sentences, table, trialLink } from './parts.js';

/** @param {HTMLElement} host @param {Context} context */
export async function show(host, { session, signal }) {
  const model = session.known, values = query(), names = model.varying.map(p => p.name), best = model.sorted();
  const control = el('div.filterbar'), box = el('div.grid');
  const options = { by: names.includes(values.by) ? values.by : names[0] ?? '', a: Number(values.a ?? best[0]?.number ?? 0),
    b: Number(values.b ?? best[1]?.number ?? 1) };
  let isLevels = values.a === undefined && names.length > 0;
  /** @type {Picture|undefined} */ let picture;
  // What was chosen last is shown, whichever answer comes first.
  /** @type {() => Promise<{picture: Picture, cards: HTMLElement[]}>} */
  const ask = () => isLevels ? levels(session, options.by) : trials(session, options.a, options.b);
  const load = newest(ask, view => {
    picture = view.picture;
    box.replaceChildren(...view.cards);
  });
  const rememberTrials = () => remember(isLevels ? { a: '', b: '' } : { a: options.a, b: options.b });
  function draw() {
    const number = (label, name) => field(label, el('input', {
      type: 'number', min: 0, max: model.trials.length - 1, value: options[name], 'aria-label': label, onchange: event => {
        options[name] = Number(event.target.value);
        rememberTrials();
        draw();
      } }));
    const pages = /** @type {[string, string][]} */ ([['levels', 'Values of a parameter'], ['trials', 'Two trials']]);
    control.replaceChildren(segments('What to compare', pages, isLevels ? 'levels' : 'trials', value => {
      isLevels = value === 'levels';
      rememberTrials();
      draw();
    }), ...(isLevels ? [field('parameter', choice(select, 'Parameter', names, options, 'by', draw))]
      : [number('first trial', 'a'), number('second trial', 'b')]));
    return load().catch(error => box.replaceChildren(nothing(error.message)));
  }
  host.append(control, box);
  await draw();
  session.on(() => picture?.redrawLive(), signal);
}

/** The sentences of an answer in a card. @param {any} data @param {string} file */
const answerCard = (data, file) => card({ id: 'answers', title: 'The answer', className: 'full', file }, sentences(data.answers ?? []),
  data.note && el('p.dim', { text: plain(data.note) }));

/** @param {Session} session @param {string} by */
async function levels(session, by) {
  const data = await session.ask('compare', { by }), file = `${session.name}-${by}`, pairs = data.pairs ?? [];
  const isRatio = data.scale === 'ratio';
  const picture = new Slice(plot('slices', 'big'), session.known, { parameter: by, y: query().y ?? (isRatio ? 'log' : 'linear') });
  picture.redraw();
  const probability = p => p == null ? '–' : p < .001 ? '< 0.001' : short(p, 2);
  return { picture, cards: [
    answerCard(data, file),
    card({ id: 'slices', title: `${data.metric} by ${by}`, className: 'half', file, pictures: [picture] }),
    card({ id: 'table', title: 'Levels', className: 'half', file: `${file}-levels`,
      rows: () => rowsOf(data.levels, ['level', 'trials', 'mean', 'std', 'geometric_mean', 'best', 'lost']) },
    table('Levels', [[data.parameter, 'text'], 'trials', `mean ${data.metric}`, '±', 'geometric mean', 'best', 'lost'],
      data.levels.map(l => [l.level, l.trials, l.mean, short(l.std, 3), l.geometric_mean, l.best, l.lost]))),
    card({ id: 'pairs', title: 'Pairs', className: 'full', file: `${file}-pairs`,
      rows: () => ({ ...rowsOf(pairs, ['a', 'b', 'pairs', 'effect', 'low', 'high', 'holm_t_test_p']),
        head: ['a', 'b', 'pairs', 'effect', 'low', 'high', 'p'] }) },
    pairs.length ? table('Pairs', [['a', 'text'], ['b', 'text'], 'pairs', isRatio ? 'b / a' : 'b − a', '95 % from', 'to',
      'p (t, Holm)', 'p (Wilcoxon)', ['', 'text']], pairs.map(r => [r.a, r.b, r.pairs, r.effect, r.low, r.high,
      probability(r.holm_t_test_p), probability(r.holm_wilcoxon_p), plain(r.note ?? '')])) : nothing('There is no pair to compare')),
  ] };
}

/** @param {Session} session @param {number} a @param {number} b */
async function trials(session, a, b) {
  const [data, found] = await Promise.all([session.ask('compare', { a, b }), session.curves({ trials: `${a},${b}` })]);
  const { name, known: { metric, byNumber, facts } } = session, file = `${name}-${a}-${b}`, both = [a, b];
  const picture = new Lines(plot('curves', 'big'), null, { metric: metric || 'metric', y: query().y ?? axisOf(metric) });
  picture.lines = both.map((n, i) => ({ label: `trial ${n}`, color: t => t.series[i],
    points: byNumber.get(n)?.curve ?? found.byTrial.get(n)?.points ?? [] }));
  picture.floor = facts.floor ?? null;
  picture.redraw();
  const own = ['status', 'metric', 'best_epoch', 'epochs_done', 'rank', 'replicates', 'mean', 'std'];
  const cell = (side, row) => row === 'status' ? pill(side.status) : row === 'rank' && side.tied && side.rank !== null ? `${side.rank} =`
    : side[row];
  const differing = [...data.parameters].sort((p, q) => Number(q.differs) - Number(p.differs));
  return { picture, cards: [
    answerCard(data, file),
    card({ id: 'curves', title: 'Curves', className: 'wide', file: `${file}-curves`, pictures: [picture] }),
    card({ id: 'table', title: 'Side by side', className: 'tallrow', file, rows: () => ({ head: ['parameter', `trial_${a}`, `trial_${b}`],
      rows: data.parameters.map(p => [p.name, p.a, p.b]) }) },
    table('Side by side', [['', 'text'], `trial ${a}`, `trial ${b}`], [
      ['open', ...both.map(n => trialLink(name, n, `${name}/${n}`))],
      ...own.map(row => [row.replace(/_/g, ' '), cell(data.a, row), cell(data.b, row)]),
      ...differing.map(p => [p.name, short(p.a), short(p.b)]
        .map(text => el('span', { class: p.differs ? 'differs' : 'dim', text: plain(text) }))),
    ])),
  ] };
}
