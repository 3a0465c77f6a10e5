// The page of a sweep: every view of it, narrowed together.
import { addressOf, query, remember } from '../base/address.js';
import { card } from '../base/card.js';
import { el, field, segments, select, toast } from '../base/dom.js';
import { count, duration, plain, plural, short } from '../base/format.js';
import { newest } from '../base/session.js';
import { valuesOf } from '../pictures/marks.js';
import { Best } from '../pictures/best.js';
import { Contour } from '../pictures/contour.js';
import { Curves, MOST, TOP } from '../pictures/curves.js';
import { Importance } from '../pictures/importance.js';
import { ParallelCoordinates } from '../pictures/parcoords.js';
import { Rungs } from '../pictures/rungs.js';
import { MOST as MOST_POINTS, Slice } from '../pictures/slices.js';
import { Slots } from '../pictures/slots.js';
import { axisOf, choice, fact, factsBox, filterBar, nothing, plot, sentences, trialLink, warning } from './parts.js';
import { rankCard } from './ranking.js';

/** @param {HTMLElement} host @param {Context} context */
export async function show(host, { session, go, signal }) {
  const model = session.known, name = session.name, facts = factsBox(), filters = filterBar(session), grid = el('div.grid');
  const y = query().y ?? (model.trials.every(trial => (trial.metric ?? 1) > 0) ? axisOf(model.metric) : 'linear');
  const open = number => go(addressOf(name, 'trials', number));
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
    el('div.sideways', {}, parallel.host)),
    slices.card, contour.card, slots.card, rungs.card, rank.card);
  await Promise.all([session.ensureCurves().then(curves.load), importance.load(), slots.load(), rungs.load(), session.ranked]);

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
  session.again(3000, async () => { if (!curves.picture.isOwn || model.leftOut) await curves.load(); }, signal);
  session.again(15000, importance.load, signal);
  session.again(2000, slots.load, signal);
  session.again(3000, rungs.load, signal);
}

/** States of trials in the order of the bar. */
const STATES = ['completed', 'stopped', 'diverged', 'failed', 'cancelled', 'paused', 'running', 'planned'];

function drawFacts(host, session) {
  const model = session.known, { facts, best } = model, counts = Object.fromEntries(STATES.map(state => [state, 0]));
  let epochs = 0;
  for (const trial of model.trials) {
    counts[trial.status]++;
    epochs += trial.epochs_done;
  }
  const states = STATES.filter(state => counts[state]);
  const bar = el('div.statusbar', { role: 'img', 'aria-label': states.map(state => `${counts[state]} ${state}`).join(', ') });
  for (const state of states) {
    const part = el('span', { class: state, title: `${count(counts[state])} ${state}` });
    part.style.flexGrow = String(counts[state]);
    bar.append(part);
  }
  const many = ['completed', ...states.filter(state => state !== 'completed')]
    .map(state => fact(count(counts[state]), state === 'stopped' ? 'stopped early' : state));
  host.replaceChildren(
    el('div.numbers', {},
      best ? fact(trialLink(session.name, best.number, short(best.metric)), `best ${model.metric}, trial ${best.number}`, 'main')
        : fact('–', model.metric ? `best ${model.metric}` : 'no metric', 'main'),
      facts.floor != null && fact(short(facts.floor), 'floor of the corpus'),
      ...many, fact(count(epochs), 'epochs'),
      fact(count(model.varying.length), model.varying.length === 1 ? 'parameter varies' : 'parameters vary'),
      fact(duration((facts.ended_at ?? Date.now()) - facts.created_at), facts.ended_at ? 'took' : 'since it began')),
    bar, ...[facts.problem, ...(facts.warnings ?? [])].filter(Boolean).map(warning),
    facts.description ? el('p.description', { text: plain(facts.description) }) : '');
}

function curvesCard(session, y, open) {
  const model = session.known, values = query(), { metrics } = model.facts;
  const metric = metrics.includes(values.metric) ? values.metric : model.metric || (metrics[0] ?? '');
  /** @type {CurveOptions} */
  const options = {
    by: values.by ?? '', show: values.show === 'spread' ? 'spread' : 'interval', metric, open,
    smooth: Math.min(.99, Math.max(0, Number(values.smooth) || 0)), x: values.x === 'log' ? 'log' : 'linear',
    y: metric === model.metric || values.y ? y : axisOf(metric),
  };
  const picture = new Curves(plot('curves'), model, options), note = el('span');
  // What is drawn stays as it is until what was chosen is here: values of one metric never stand under the name of another.
  const chosen = { by: options.by, metric };
  const load = newest(async () => {
    const wanted = { ...chosen };
    const [others, found] = await Promise.all([
      wanted.metric === model.metric ? null : session.curves({ metric: wanted.metric, points: session.points }),
      model.leftOut ? session.ask('bands', wanted) : null]);
    return { wanted, others, found };
  }, ({ wanted, others, found }) => {
    const { by } = Object.assign(options, wanted), { leftOut, step, note: about } = others ?? model;
    picture.take(others?.byTrial ?? null, found);
    const many = model.trials.length - leftOut > MOST ? `where most curves run, and the best ${TOP} as lines` : '';
    note.textContent = [...(by ? [leftOut && 'bands are over all trials'] : [about, many]),
      step > 1 && `one epoch in ${step}`].filter(Boolean).join('; ');
    shows.hidden = !by;
  });
  const redraw = () => picture.redraw(), reload = () => load().catch(error => toast(error.message));
  const shows = el('span', {},
    choice(segments, 'Band', [['interval', '95 % interval'], ['spread', 'spread']], options, 'show', redraw, 'interval'));
  shows.hidden = !options.by;
  const amount = el('output', { text: short(options.smooth) });
  const smoothen = () => {
    options.smooth = Number(slider.value);
    amount.textContent = short(options.smooth);
    remember({ smooth: options.smooth || '' });
    redraw();
  };
  const slider = el('input', { type: 'range', min: 0, max: .98, step: .02, value: options.smooth, 'aria-label': 'Smoothing',
    oninput: smoothen });
  const groups = [['', 'each trial'], ['config', 'configuration'], ...model.varying.map(p => [p.name, p.name])];
  const tools = [
    field('group by', choice(select, 'Group by', groups, chosen, 'by', reload)), shows,
    metrics.length > 1 && field('metric', choice(select, 'Metric', metrics, chosen, 'metric', reload, model.metric)),
    field('smooth', el('span.slider', {}, slider, amount)),
    field('y', choice(segments, 'Vertical axis', ['log', 'linear'], options, 'y', redraw)),
    field('x', choice(segments, 'Horizontal axis', ['linear', 'log'], options, 'x', redraw, 'linear')),
  ];
  return { picture, load, card: card({ id: 'curves', title: 'Learning curves', note, className: 'wide', file: `${session.name}-curves`,
    tools, pictures: [picture] }) };
}

function bestCard(session, y) {
  const options = { bx: query().bx === 'time' ? 'time' : 'trials', y }, picture = new Best(plot('best'), session.known, options);
  const tools = [choice(segments, 'Horizontal axis', ['trials', 'time'], options, 'bx', () => picture.redraw(), 'trials')];
  return { picture, card: card({ id: 'best', title: 'Best so far', file: `${session.name}-best`, tools, pictures: [picture] }) };
}

function slicesCard(session, y) {
  const model = session.known, names = model.varying.map(p => p.name), thin = Math.ceil(model.trials.length / MOST_POINTS);
  const pictures = names.slice(0, 12).map(parameter => new Slice(plot(''), model, { parameter, y }));
  const box = el('div.slices', { id: 'slices' },
    ...pictures.length ? pictures.map(picture => picture.host) : [nothing('No parameter differs between trials')]);
  const about = names.length > 12 ? `the first 12 of ${names.length} parameters`
    : `${model.metric} against each parameter, with its median`;
  const note = [about, thin > 1 && `one trial in ${thin}`].filter(Boolean).join('; ');
  return { pictures, card: card({ id: 'slices', title: 'Slices', note, className: 'wide-low', file: `${session.name}-slice`,
    pictures, rows: () => valuesOf(model, [...names, model.metric]) }, box) };
}

function contourCard(session, y) {
  const model = session.known, names = model.varying.map(p => p.name), values = query();
  // Numbers make the better surface, and a parameter that many trials lack the worst.
  const badness = name => 2 * Number(model.trials.some(trial => trial.value(name) == null)) + Number(model.axis(name).kind === 'band');
  const byRank = names.map(name => ({ name, bad: badness(name) })).sort((a, b) => a.bad - b.bad).map(item => item.name);
  const first = (name, i) => names.includes(values[name]) ? values[name] : byRank[i] ?? '';
  const options = { cx: first('cx', 0), cy: first('cy', 1), y }, picture = new Contour(plot('contour'), model, options);
  const tool = (axis, label, name) => field(axis, choice(select, label, names, options, name, () => picture.redraw()));
  const tools = names.length > 1 ? [tool('x', 'Horizontal parameter', 'cx'), tool('y', 'Vertical parameter', 'cy')] : [];
  return { picture, card: card({ id: 'contour', title: 'Contour', file: `${session.name}-contour`, tools, pictures: [picture] }) };
}

/** A card whose picture is an answer of the server. @template {Picture} P @param {Session} session @param {string} id of view and answer
 * @param {string} title @param {P} picture @param {string} className @param {(data: any, note: HTMLElement) => void} taken
 * @param {Child[]} [below] @param {boolean} [isLinked] whether its title leads to a page of its own */
function answerCard(session, id, title, picture, className, taken, below = [], isLinked = false) {
  const note = el('span'), load = async () => {
    picture.data = await session.ask(id);
    taken(picture.data, note);
    picture.redraw();
  };
  return { picture, load, card: card({ id, title, note, className, file: `${session.name}-${id}`, pictures: [picture],
    href: isLinked ? addressOf(session.name, id) : '' }, picture.host, ...below) };
}

const importanceCard = session => {
  const made = answerCard(session, 'importance', 'What matters', new Importance(plot('importance')), '', () => { /* no note */ });
  return { ...made, load: () => made.load().catch(error => {
    made.picture.data = { problem: error.message };
    made.picture.redraw();
  }) };
};

export const slotsCard = (session, open, large = false) => {
  const picture = new Slots(plot('slots'), session.known, { open });
  return answerCard(session, 'slots', 'Slots over time', picture, large ? 'full' : 'half', (data, note) => {
    picture.host.style.height = `${large ? picture.heightFor(160, 4000) : picture.heightFor(220, 320)}px`;
    note.textContent = data.lost ? `${plural(data.lost, 'attempt')} lost` : '';
  }, [], !large);
};

export const rungsCard = (session, large = false) => {
  const picture = new Rungs(plot('rungs')), words = el('div');
  return answerCard(session, 'rungs', 'Rungs', picture, large ? 'full' : 'half', (data, note) => {
    picture.host.style.height = large ? `${Math.max(200, picture.rungs.length * 46 + 60)}px` : '';
    note.textContent = data.rule ?? '';
    if (large && data.sentences) words.replaceChildren(sentences(data.sentences));
  }, [words], !large);
};
