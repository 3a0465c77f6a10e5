// The page of a sweep: every view of it, narrowed together.
import { addressOf } from '../base/address.js';
import { curves as askCurves, ofSweep } from '../base/api.js';
import { card } from '../base/card.js';
import { el, field, segments, select, toast } from '../base/dom.js';
import { count, duration, plain, plural, short } from '../base/format.js';
import { newest, query, remember } from '../base/session.js';
import { pooled } from '../base/stats.js';
import { valuesOf } from '../pictures/marks.js';
import { Best } from '../pictures/best.js';
import { Contour } from '../pictures/contour.js';
import { Curves, MOST, TOP } from '../pictures/curves.js';
import { Importance } from '../pictures/importance.js';
import { ParallelCoordinates } from '../pictures/parcoords.js';
import { Rungs } from '../pictures/rungs.js';
import { MOST as MOST_POINTS, Slice } from '../pictures/slices.js';
import { Slots } from '../pictures/slots.js';
import { fact, filterBar, isRatio, nothing, plot, sentences, trialLink } from './parts.js';
import { rankCard } from './ranking.js';

/** @param {HTMLElement} host @param {Context} context */
export async function show(host, { session, go, signal }) {
  const model = session.known, values = query(), name = session.name;
  const y = values.y ?? (isRatio(model.metric) && model.trials.every(trial => (trial.metric ?? 1) > 0) ? 'log' : 'linear');
  const open = n => go(addressOf(name, 'trials', n));
  const facts = el('section', { id: 'facts', className: 'facts', 'aria-label': 'Facts' });
  const filters = filterBar(session), grid = el('div', { className: 'grid' });
  host.append(facts, filters.bar, grid);
  drawFacts(facts, session);

  const parallel = new ParallelCoordinates(plot('parcoords'), model, { y }, () => session.chosen());
  parallel.host.style.minWidth = `${(Math.min(16, model.varying.length) + 1) * 74}px`;
  const curves = curvesCard(session, y, open), best = bestCard(session, y), slices = slicesCard(session, y),
    contour = contourCard(session, y), rank = rankCard(session, addressOf(name, 'ranking'));
  const importance = importanceCard(session), slots = slotsCard(session, open), rungs = rungsCard(session);
  grid.append(curves.card, best.card, importance.card,
    card({ id: 'parcoords', title: 'Parameters', className: 'full', file: `${name}-parameters`, pictures: [parallel],
      note: 'drag along an axis to keep a part of it; a click keeps one value; a double click frees all' },
    el('div', { className: 'sideways' }, parallel.host)),
    slices.card, contour.card, slots.card, rungs.card, rank.card);
  await Promise.all([session.ensureCurves().then(() => curves.refresh()), importance.load(), slots.load(), rungs.load(), session.ranked]);

  const pictures = [best.picture, parallel, ...slices.pictures, contour.picture];
  session.on((what, news) => {
    if (what === 'state') return;
    drawFacts(facts, session);
    filters.update();
    if (what === 'trials') {
      curves.picture.redrawLive(news?.at);
      for (const picture of pictures) picture.redrawLive();
    } else {
      rank.update();
      for (const picture of [curves.picture, ...pictures]) picture.redraw();
    }
  }, signal);
  session.again(1000, rank.update, signal);
  session.again(3000, async () => { if (!curves.picture.isOwn || model.leftOut) await curves.refresh(); }, signal);
  session.again(15000, importance.load, signal);
  session.again(2000, slots.load, signal);
  session.again(3000, rungs.load, signal);
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
  const model = session.known, values = query();
  const metric = model.facts.metrics.includes(values.metric) ? values.metric : model.metric || (model.facts.metrics[0] ?? '');
  const yOfOthers = isRatio(metric) ? 'log' : 'linear';
  /** @type {CurveOptions} */
  const options = {
    by: values.by ?? '', show: values.show === 'spread' ? 'spread' : 'interval', metric,
    smooth: Math.min(.99, Math.max(0, Number(values.smooth) || 0)), x: values.x === 'log' ? 'log' : 'linear',
    y: /** @type {'linear'|'log'} */ (metric === model.metric || values.y ? y : yOfOthers),
  };
  const picture = new Curves(plot('curves'), model, options, trial => open(trial.number)), note = el('span');
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
    tools, pictures: [picture] }) };
}

function bestCard(session, y) {
  const options = { x: query().bx === 'time' ? 'time' : 'trials', y }, picture = new Best(plot('best'), session.known, options);
  const tools = [segments('Horizontal axis', [['trials', 'trials'], ['time', 'time']], options.x,
    value => { options.x = value; remember({ bx: value === 'time' ? value : '' }); picture.redraw(); })];
  return { picture, card: card({ id: 'best', title: 'Best so far', file: `${session.name}-best`, tools, pictures: [picture] }) };
}

function importanceCard(session) {
  const picture = new Importance(plot('importance'));
  const load = async () => {
    picture.data = await ofSweep(session.name, 'importance').catch(error => ({ problem: error.message }));
    picture.redraw();
  };
  return { picture, load, card: card({ id: 'importance', title: 'What matters', file: `${session.name}-importance`,
    pictures: [picture] }) };
}

function slicesCard(session, y) {
  const model = session.known, box = el('div', { id: 'slices', className: 'slices' });
  const pictures = model.varying.slice(0, 12).map(p => new Slice(plot(''), model, p.name, { y })), names = model.varying.map(p => p.name);
  box.append(...pictures.length ? pictures.map(picture => picture.host) : [nothing('No parameter differs between trials')]);
  const thin = Math.ceil(model.trials.length / MOST_POINTS), left = model.varying.length > 12
    ? `the first 12 of ${model.varying.length} parameters` : '';
  const note = [left || `${model.metric} against each parameter, with its median`, thin > 1 ? `one trial in ${thin}` : '']
    .filter(Boolean).join('; ');
  return { pictures, card: card({ id: 'slices', title: 'Slices', note, className: 'wide-low', file: `${session.name}-slice`,
    pictures, rows: () => valuesOf(model, [...names, model.metric]) }, box) };
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
  const choice = (key, axis, label) => field(axis, select(label, list, options[key],
    value => { options[key] = value; remember({ [key]: value }); picture.redraw(); }));
  const tools = names.length > 1 ? [choice('cx', 'x', 'Horizontal parameter'), choice('cy', 'y', 'Vertical parameter')] : [];
  return { picture, card: card({ id: 'contour', title: 'Contour', file: `${session.name}-contour`, tools, pictures: [picture] }) };
}

export function slotsCard(session, open, large = false) {
  const picture = new Slots(plot('slots'), session.known, open), note = el('span');
  const load = async () => {
    const data = picture.data = await ofSweep(session.name, 'slots');
    picture.host.style.height = `${picture.heightFor(large ? 160 : 220, large ? 4000 : 320)}px`;
    note.textContent = data.lost ? `${plural(data.lost, 'attempt')} lost` : '';
    picture.redraw();
  };
  return { picture, load, card: card({ id: 'slots', title: 'Slots over time', note, className: large ? 'full' : 'half',
    file: `${session.name}-slots`, href: large ? '' : addressOf(session.name, 'slots'),
    pictures: [picture] }) };
}

export function rungsCard(session, large = false) {
  const picture = new Rungs(plot('rungs')), note = el('span'), words = el('div');
  const load = async () => {
    picture.data = await ofSweep(session.name, 'rungs');
    picture.host.style.height = large ? `${Math.max(200, picture.rungs.length * 46 + 60)}px` : '';
    note.textContent = picture.data.rule ?? '';
    if (large && picture.data.sentences) words.replaceChildren(sentences(picture.data.sentences));
    picture.redraw();
  };
  return { picture, load, card: card({ id: 'rungs', title: 'Rungs', note, className: large ? 'full' : 'half', file: `${session.name}-rungs`,
    href: large ? '' : addressOf(session.name, 'rungs'), pictures: [picture] }, picture.host, words) };
}
