// The page of a sweep: every view of it, narrowed together.
import { addressOf } from '../base/address.js';
import { curves as askCurves, ofSweep } from '../base/api.js';
import { card } from '../base/card.js';
import { el, field, segments, select, toast } from '../base/dom.js';
import { count, duration, plain, plural, short } from '../base/format.js';
import { newest, query, remember, seldom } from '../base/session.js';
import { pooled } from '../base/stats.js';
import { Best } from '../pictures/best.js';
import { Contour } from '../pictures/contour.js';
import { Curves, MOST, TOP } from '../pictures/curves.js';
import { Importance } from '../pictures/importance.js';
import { ParallelCoordinates } from '../pictures/parcoords.js';
import { Rungs } from '../pictures/rungs.js';
import { MOST as MOST_POINTS, Slice } from '../pictures/slices.js';
import { Slots } from '../pictures/slots.js';
import { fact, filterBar, plot, trialLink } from './parts.js';
import { rankCard } from './ranking.js';

/** A sweep whose metric is a ratio is seen on a logarithmic axis at first. @param {string} metric */
const isRatio = metric => /perplexity|loss|error|mse/i.test(metric);

export async function show(host, { session, go }) {
  const model = session.known, values = query(), name = session.name;
  const y = values.y ?? (isRatio(model.metric) && model.trials.every(trial => (trial.metric ?? 1) > 0) ? 'log' : 'linear');
  const open = n => go(addressOf(name, 'trials', n));
  const facts = el('section', { id: 'facts', className: 'facts', 'aria-label': 'Facts' });
  const filters = filterBar(session), grid = el('div', { className: 'grid' });
  host.append(facts, filters.bar, grid);
  drawFacts(facts, session);

  const curves = curvesCard(session, y, open), best = bestCard(session, y), importance = importanceCard(session);
  const brushed = () => session.chosen();
  const parallelHost = plot('parcoords'), parallel = new ParallelCoordinates(parallelHost, model, { y }, brushed);
  parallelHost.style.minWidth = `${(Math.min(16, model.varying.length) + 1) * 74}px`;
  const slices = slicesCard(session, y), contour = contourCard(session, y), slots = slotsCard(session, open), rungs = rungsCard(session);
  const rank = rankCard(session, addressOf(name, 'ranking'));
  grid.append(curves.card, best.card, importance.card,
    card({ id: 'parcoords', title: 'Parameters', className: 'full', file: `${name}-parameters`,
      note: 'drag along an axis to keep a part of it; a click keeps one value; a double click frees all',
      drawn: () => [parallel], rows: () => parallel.csv() }, el('div', { className: 'sideways' }, parallelHost)),
    slices.card, contour.card, slots.card, rungs.card, rank.card);
  const pictures = [curves.picture, best.picture, parallel, ...slices.pictures, contour.picture];
  await Promise.all([session.ensureCurves().then(() => curves.refresh()), importance.load(), slots.load(), rungs.load(), session.ranked]);

  const tableSoon = seldom(1000, rank.update);
  const curvesSoon = seldom(3000, curves.refresh);
  const loadLater = [seldom(15000, () => importance.load()), seldom(2000, () => slots.load()), seldom(3000, () => rungs.load())];
  const end = session.on((what, news) => {
    if (what === 'state') return;
    drawFacts(facts, session);
    filters.update();
    if (what === 'trials') tableSoon(); else rank.update();
    for (const picture of pictures) if (what === 'trials') picture.redrawLive(picture === curves.picture ? news?.at
      : undefined); else picture.redraw();
    if (what !== 'trials') return;
    for (const later of loadLater) later();
    if (!curves.picture.isOwn || model.leftOut) curvesSoon();
  });
  return () => { end(); for (const picture of [...pictures, importance.picture, slots.picture, rungs.picture]) picture.dispose(); };
}

function drawFacts(host, session) {
  const model = session.known, { facts } = model, best = model.best, counts = /** @type {Record<string, number>} */ ({});
  let epochs = 0;
  for (const trial of model.trials) {
    counts[trial.status] = (counts[trial.status] ?? 0) + 1;
    epochs += trial.epochs_done;
  }
  const order = ['completed', 'stopped', 'diverged', 'failed', 'cancelled', 'paused', 'running', 'planned']
    .filter(status => counts[status]);
  const many = ['completed', ...order.filter(status => status !== 'completed')]
    .map(status => fact(count(counts[status] ?? 0), status === 'stopped' ? 'stopped early' : status));
  const bar = el('div', { className: 'statusbar', role: 'img',
    'aria-label': order.map(status => `${counts[status]} ${status}`).join(', ') });
  for (const status of order) {
    const part = el('span', { className: status, title: `${count(counts[status])} ${status}` });
    part.style.flexGrow = String(counts[status]);
    bar.append(part);
  }
  host.replaceChildren(
    el('div', { className: 'numbers' },
      best ? fact(trialLink(session.name, best.number, short(best.metric)), `best ${model.metric}, trial ${best.number}`, 'main')
        : fact('–', model.metric ? `best ${model.metric}` : 'no metric', 'main'),
      ...(facts.floor !== null && facts.floor !== undefined ? [fact(short(facts.floor), 'floor of the corpus')] : []),
      ...many, fact(count(epochs), 'epochs'),
      fact(count(model.varying.length), model.varying.length === 1 ? 'parameter varies' : 'parameters vary'),
      fact(duration((facts.ended_at ?? Date.now()) - facts.created_at), facts.ended_at ? 'took' : 'since it began')),
    bar,
    ...[facts.problem, ...(facts.warnings ?? [])].filter(Boolean).map(text => el('p', { className: 'warning', text: plain(text) })),
    facts.description ? el('p', { className: 'description', text: plain(facts.description) }) : '');
}

function curvesCard(session, y, open) {
  const model = session.known, values = query(), host = plot('curves');
  const metric = model.facts.metrics.includes(values.metric) ? values.metric : model.metric || (model.facts.metrics[0] ?? '');
  const yOfOthers = isRatio(metric) ? 'log' : 'linear';
  /** @type {CurveOptions} */
  const options = {
    by: values.by ?? '', show: values.show === 'spread' ? 'spread' : 'interval', metric,
    smooth: Math.min(.99, Math.max(0, Number(values.smooth) || 0)), x: values.x === 'log' ? 'log' : 'linear',
    y: /** @type {'linear'|'log'} */ (metric === model.metric || values.y ? y : yOfOthers),
  };
  const picture = new Curves(host, model, options, trial => open(trial.number)), note = el('span');
  // What is drawn stays as it is until what was chosen is here: values of one metric never stand under the name of another.
  const choice = { by: options.by, metric };
  const refresh = newest(async () => {
    const wanted = { ...choice }, isOwn = wanted.metric === model.metric, bands = model.leftOut && (wanted.by || model.varying[0]?.name);
    const [others, found] = await Promise.all([isOwn ? null : askCurves(session.name, { metric: wanted.metric, points: session.points }),
      bands ? ofSweep(session.name, 'bands', { by: bands, metric: wanted.metric }) : null]);
    return { wanted, others, found };
  }, ({ wanted, others, found }) => {
    const { by } = Object.assign(options, wanted), { leftOut, step, note: about } = others ?? model;
    picture.take(others?.byTrial ?? null, by ? found : null, found && !by ? pooled(found.groups, 'spread') : []);
    const many = model.trials.length - leftOut > MOST ? `where most curves run, and the best ${TOP} as lines` : '';
    note.textContent = [...(by ? [leftOut && 'bands are over all trials'] : [about, many]),
      step > 1 && `one epoch in ${step}`].filter(Boolean).join('; ');
    shows.hidden = !by;
  });
  /** @type {(name: keyof typeof options, value: string, usual?: string) => void} */
  const set = (name, value, usual = '') => {
    remember({ [name]: value === usual ? '' : value });
    const isAsked = name in choice;
    /** @type {any} */ (isAsked ? choice : options)[name] = value;
    if (isAsked) refresh().catch(error => toast(error.message)); else picture.redraw();
  };
  const shows = el('span', {}, segments('Band', [['interval', '95 % interval'], ['spread', 'spread']], options.show,
    value => set('show', value, 'interval')));
  const groups = /** @type {[string, string][]} */ ([['', 'each trial'], ['config', 'configuration'],
    ...model.varying.map(p => [p.name, p.name])]);
  const metrics = model.facts.metrics.map(m => [m, m]), amount = el('output', { text: short(options.smooth) });
  const slide = () => {
    options.smooth = Number(slider.value);
    amount.textContent = short(options.smooth);
    remember({ smooth: options.smooth ? String(options.smooth) : '' });
    picture.redraw();
  };
  const slider = el('input', { type: 'range', min: 0, max: .98, step: .02, value: options.smooth, 'aria-label': 'Smoothing',
    oninput: slide });
  const tools = [
    field('group by', select('Group by', groups, options.by, value => set('by', value))), shows,
    metrics.length > 1 ? field('metric', select('Metric', metrics, metric, value => set('metric', value, model.metric))) : null,
    field('smooth', el('span', { className: 'slider' }, slider, amount)),
    field('y', segments('Vertical axis', [['log', 'log'], ['linear', 'linear']], options.y, value => set('y', value))),
    field('x', segments('Horizontal axis', [['linear', 'linear'], ['log', 'log']], options.x, value => set('x', value, 'linear'))),
  ];
  shows.hidden = !options.by;
  return { picture, refresh, card: card({ id: 'curves', title: 'Learning curves', note, className: 'wide', file: `${session.name}-curves`,
    tools, drawn: () => [picture], rows: () => picture.csv() }, host) };
}

function bestCard(session, y) {
  const host = plot('best'), options = { x: query().bx === 'time' ? 'time' : 'trials', y },
    picture = new Best(host, session.known, options);
  const tools = [segments('Horizontal axis', [['trials', 'trials'], ['time', 'time']], options.x,
    value => { options.x = value; remember({ bx: value === 'time' ? value : '' }); picture.redraw(); })];
  return { picture, card: card({ id: 'best', title: 'Best so far', file: `${session.name}-best`, tools, drawn: () => [picture],
    rows: () => picture.csv() }, host) };
}

function importanceCard(session) {
  const picture = new Importance(plot('importance'));
  const load = async () => {
    picture.data = await ofSweep(session.name, 'importance').catch(error => ({ problem: error.message }));
    picture.redraw();
  };
  return { picture, load, card: card({ id: 'importance', title: 'What matters', file: `${session.name}-importance`, drawn: () => [picture],
    rows: () => picture.csv() }, picture.host) };
}

function slicesCard(session, y) {
  const model = session.known, box = el('div', { id: 'slices', className: 'slices' });
  const pictures = model.varying.slice(0, 12).map(p => {
    const host = plot('');
    box.append(host);
    return new Slice(host, model, p.name, { y });
  });
  if (!pictures.length) box.append(el('p', { className: 'nothing', text: 'No parameter differs between trials' }));
  const thin = Math.ceil(model.trials.length / MOST_POINTS), left = model.varying.length > 12
    ? `the first 12 of ${model.varying.length} parameters` : '';
  const note = [left || `${model.metric} against each parameter, with its median`, thin > 1 ? `one trial in ${thin}` : '']
    .filter(Boolean).join('; ');
  return { pictures, card: card({ id: 'slices', title: 'Slices', note, className: 'wide-low', file: `${session.name}-slice`,
    drawn: () => pictures,
    rows: () => ({ head: ['trial', ...model.varying.map(p => p.name), model.metric],
      rows: model.shown.map(t => [t.number, ...model.varying.map(p => t.value(p.name)), t.metric]) }) }, box) };
}

function contourCard(session, y) {
  const model = session.known, names = model.varying.map(p => p.name), values = query();
  // Numbers make the better surface, and a parameter that many trials lack the worst.
  const lacks = p => Number(model.trials.some(trial => (trial.value(p) ?? null) === null));
  const first = [...names].sort((a, b) => lacks(a) - lacks(b)
    || Number(model.axis(a).kind === 'band') - Number(model.axis(b).kind === 'band'));
  const options = { cx: names.includes(values.cx) ? values.cx : first[0] ?? '', cy: names.includes(values.cy) ? values.cy : first[1] ?? '',
    y };
  const picture = new Contour(plot('contour'), model, options), list = /** @type {[string, string][]} */ (names.map(n => [n, n]));
  const tools = names.length > 1 ? [
    field('x', select('Horizontal parameter', list, options.cx,
      value => { options.cx = value; remember({ cx: value }); picture.redraw(); })),
    field('y', select('Vertical parameter', list, options.cy, value => { options.cy = value; remember({ cy: value }); picture.redraw(); })),
  ] : [];
  return { picture, card: card({ id: 'contour', title: 'Contour', file: `${session.name}-contour`, tools, drawn: () => [picture],
    rows: () => picture.csv() }, picture.host) };
}

export function slotsCard(session, open, large = false) {
  const host = plot('slots'), picture = new Slots(host, session.known, open), note = el('span');
  const load = async () => {
    picture.data = await ofSweep(session.name, 'slots');
    const data = /** @type {SlotData} */ (picture.data);
    host.style.height = `${picture.heightFor(large ? 160 : 220, large ? 4000 : 320)}px`;
    note.textContent = data.lost ? `${plural(data.lost, 'attempt')} lost` : '';
    picture.redraw();
  };
  return { picture, load, card: card({ id: 'slots', title: 'Slots over time', note, className: large ? 'full' : 'half',
    file: `${session.name}-slots`, href: large ? '' : addressOf(session.name, 'slots'),
    drawn: () => [picture], rows: () => picture.csv() }, host) };
}

export function rungsCard(session, large = false) {
  const host = plot('rungs'), picture = new Rungs(host), note = el('span'), words = el('div');
  const load = async () => {
    picture.data = await ofSweep(session.name, 'rungs');
    host.style.height = large ? `${Math.max(200, picture.rungs.length * 46 + 60)}px` : '';
    note.textContent = picture.data.rule ?? '';
    if (large && picture.data.sentences) words.replaceChildren(el('ul', { className: 'answers' },
      ...picture.data.sentences.map(text => el('li', { text }))));
    picture.redraw();
  };
  return { picture, load, card: card({ id: 'rungs', title: 'Rungs', note, className: large ? 'full' : 'half', file: `${session.name}-rungs`,
    href: large ? '' : addressOf(session.name, 'rungs'),
    drawn: () => [picture], rows: () => picture.csv() }, host, words) };
}
