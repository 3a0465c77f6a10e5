// One trial: curves of every metric, attempts and why they ended, its configuration against the best one, its output live, a sample.
import { addressOf, query, remember } from '../base/address.js';
import { card } from '../base/card.js';
import { button, el, field, segments } from '../base/dom.js';
import { clock, duration, plain, rowsOf, short } from '../base/format.js';
import { key } from '../base/scale.js';
import { newest, seldom } from '../base/session.js';
import { Lines } from '../pictures/lines.js';
import { axisOf, fact, factsBox, headOf, nothing, pill, plot, sentences, table, trialLink, warning } from './parts.js';

/** @param {HTMLElement} host @param {Context & {trial: number}} context */
export async function show(host, { session, trial, go, signal }) {
  const { name } = session, file = `${name}-${trial}`, facts = factsBox(), ask = () => session.ask(`trials/${trial}`);
  const attempts = el('div'), config = el('div'), related = el('div'), curves = curvesView(session, trial);
  let data = await ask();
  const best = otherBest(data)?.trial, reference = best === undefined ? null : await session.curves({ trials: best }).catch(() => null);
  const draw = () => {
    facts.replaceChildren(...factsOf(session, data));
    attempts.replaceChildren(...attemptsOf(data));
    config.replaceChildren(configurationOf(data));
    related.replaceChildren(...relatedOf(name, data));
    curves.draw(data, reference?.byTrial.get(best)?.points ?? null);
  };
  draw();
  const output = outputCard(session, trial, signal);
  host.append(facts, el('div.grid', {},
    card({ id: 'curves', title: 'Curves', className: 'full', file, pictures: curves.pictures, rows: () => epochRows(data.metrics) },
      curves.box),
    card({ id: 'attempts', title: 'Attempts', className: 'wide-low', file: `${file}-attempts`,
      rows: () => rowsOf(data.attempts, ['attempt', 'outcome', 'slot', 'started_at', 'ended_at', 'reason']) }, attempts, related),
    card({ id: 'configuration', title: 'Configuration', className: 'tallrow', file: `${file}-configuration`,
      rows: () => ({ head: ['parameter', `trial_${trial}`, 'best'],
        rows: Object.keys(data.config).map(n => [n, data.config[n], data.best?.config?.[n]]) }) }, config),
    output.card, ...session.known.facts.writes_text ? [sampleCard(session, trial)] : []));
  await output.load();

  const later = seldom(1000, async () => {
    data = await ask();
    draw();
  });
  addEventListener('keydown', event => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/** @type {HTMLElement} */ (event.target).matches('input, select, textarea')) return;
    if (session.known.byNumber.has(trial + step)) go(addressOf(name, 'trials', trial + step));
  }, { signal });
  session.on((what, news) => { if (what === 'trials' && (!news || news.trials?.number.includes(trial))) later(); }, signal);
}

/** The best trial, unless it is this one. */
const otherBest = data => data.best && data.best.trial !== data.trial ? data.best : null;

function epochRows({ epoch, attempt, seconds, values }) {
  const names = Object.keys(values);
  return { head: ['epoch', 'attempt', 'seconds', ...names],
    rows: epoch.map((e, i) => [e, attempt[i], seconds?.[i], ...names.map(n => values[n][i])]) };
}

/** A picture for each metric, the sweep's own first and against the best trial. @param {Session} session @param {number} trial */
function curvesView(session, trial) {
  const box = el('div.slices', { id: 'curves' }, nothing('No reports yet')), own = session.known.metric;
  /** @type {Lines[]} */ const pictures = [];
  const pictureOf = metric => {
    const known = pictures.find(picture => picture.options.metric === metric);
    if (known) return known;
    const picture = new Lines(plot(''), null, { metric, y: query().y ?? axisOf(metric) });
    box.querySelector('.nothing')?.remove();
    box.append(picture.host);
    pictures.push(picture);
    return picture;
  };
  const draw = (data, best) => {
    const { epoch, attempt, values } = data.metrics;
    for (const metric of [own, ...Object.keys(values).filter(n => n !== own)].filter(n => n in values)) {
      const picture = pictureOf(metric), isOwn = metric === own, isTwo = isOwn && best;
      const points = epoch.map((e, i) => [e, values[metric][i]]).filter(p => p[1] !== null).flat();
      picture.lines = [...isTwo ? [{ label: 'best', color: t => t.good, points: best, faint: true }] : [],
        { label: isTwo ? `trial ${trial}` : '', color: t => t.accent, points }];
      picture.floor = isOwn ? data.floor : null;
      picture.marks = attempt.map((a, i) => ({ epoch: epoch[i], text: `attempt ${a}` }))
        .filter((_, i) => i > 0 && attempt[i] !== attempt[i - 1]);
      picture.redraw();
    }
  };
  return { box, pictures, draw };
}

/** @param {Session} session @param {any} data @returns {HTMLElement[]} */
function factsOf({ name, known }, data) {
  const { trial, rank, tied } = data, best = otherBest(data);
  const step = (to, text) => known.byNumber.has(to) ? trialLink(name, to, text) : el('span.dim', { text });
  const beside = [pill(data.status), el('span.grow'), step(trial - 1, '← previous'), step(trial + 1, 'next →'),
    best && el('a', { href: `${addressOf(name, 'compare')}?a=${best.trial}&b=${trial}`, text: 'compare with the best' })];
  return [...headOf(`${name}/${trial}`, beside, [
    fact(short(data.metric), known.metric || 'metric', 'main'),
    fact(rank === null ? '–' : `${rank}${tied ? ' =' : ''}`, tied ? 'rank, tied' : 'rank'),
    fact(data.epochs ? `${data.epochs_done} / ${data.epochs}` : String(data.epochs_done), 'epochs'),
    fact(short(data.best_epoch), 'best epoch'),
    fact(String(data.attempts.length), 'attempts'),
    fact(data.started_at === null ? '–' : duration((data.ended_at ?? Date.now()) - data.started_at), data.ended_at ? 'took' : 'so far'),
    fact(short(data.slot), 'slot', 'small'), fact(String(data.replicate), 'replicate'), fact(data.seed, 'seed', 'small'),
  ]), ...(data.reason ? [warning(data.reason)] : [])];
}

/** @param {any} data @returns {HTMLElement[]} */
function attemptsOf({ attempts }) {
  if (!attempts.length) return [nothing('It has not begun')];
  const heads = ['attempt', ['outcome', 'text'], ['slot', 'text'], ['began', 'text'], 'took', ['reason', 'text']];
  const why = a => el('span', {}, plain([a.reason, a.next].filter(Boolean).join('; ')),
    a.stderr_tail && el('details', {}, el('summary', { text: 'last words' }), el('pre', { text: plain(a.stderr_tail) })));
  const maker = attempts.at(-1).made_by;
  return [
    table('Attempts', heads, attempts.map(a => [a.attempt, pill(a.outcome ?? 'running'), a.slot ?? '–',
      clock(a.started_at), duration((a.ended_at ?? Date.now()) - a.started_at), why(a)])),
    ...(maker ? [el('p.dim', { text: plain(String(maker)) })] : []),
  ];
}

/** Its values against those of the best trial; what differs comes first. @param {any} data */
function configurationOf(data) {
  const other = otherBest(data), best = other?.config ?? {};
  const rows = Object.keys({ ...data.config, ...best }).map(n => ({ n, differs: Boolean(other) && key(data.config[n]) !== key(best[n]) }))
    .sort((a, b) => Number(b.differs) - Number(a.differs));
  const cell = (value, differs, kind = '') => el('span', { class: differs ? `differs ${kind}` : null, text: short(value) });
  const heads = [['parameter', 'text'], `trial ${data.trial}`, ...(other ? [`best, trial ${other.trial}`] : [])];
  return table('Configuration', heads, rows.map(({ n, differs }) => [cell(n, differs), cell(data.config[n], differs),
    ...(other ? [cell(best[n], differs, 'good')] : [])]));
}

/** Replicates, parent, forks and decisions. @param {string} name @param {any} data @returns {HTMLElement[]} */
function relatedOf(name, { trial, parent, parent_epoch: epoch, siblings = [], forks = [], decisions = [] }) {
  const links = (title, list) => list.length ? [el('p', {}, `${title}: `,
    ...list.flatMap((n, i) => [i ? ', ' : '', n === trial ? `${n}` : trialLink(name, n)]))] : [];
  return [
    ...links('Replicates of this configuration', siblings),
    ...(parent === null ? [] : [el('p', {}, 'Began with the checkpoint of ', trialLink(name, parent), ` at epoch ${epoch}`)]),
    ...links('Forks', forks),
    sentences(decisions.map(d => `${d.number}. ${d.kind}${d.reason ? ': ' + d.reason : ''}`)),
  ];
}

const KEPT = 400_000;

/** What the worker wrote, and what it writes. @param {Session} session @param {number} trial @param {AbortSignal} signal */
export function outputCard(session, trial, signal) {
  const pre = el('pre.output', { tabindex: 0, 'aria-label': 'Output' }), note = el('span');
  let stream = query().stream === 'error' ? 'error' : 'out', text = '', next = 0, timer = 0;
  const ask = newest(() => session.ask(`trials/${trial}/output`, { stream, offset: next }), part => {
    if (part.text) {
      const isAtEnd = pre.scrollTop + pre.clientHeight > pre.scrollHeight - 30;
      text = (text + part.text).slice(-KEPT);
      pre.textContent = plain(text);
      if (isAtEnd) pre.scrollTop = pre.scrollHeight;
    } else if (!text) pre.textContent = part.live ? 'Nothing written yet' : 'Nothing written, or not kept';
    next = part.next;
    note.textContent = part.live ? 'live' : '';
    if (part.live || part.text) again(part.live ? 1000 : 20);
  });
  const load = () => ask().catch(error => {
    pre.textContent ||= error.message;
    again(5000);
  });
  // One timer, and none for an answer that another one replaces: so there is one loop.
  const again = ms => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(load, ms);
  };
  const choose = segments('Stream', [['out', 'output'], ['error', 'errors']], stream, value => {
    [stream, text, next, pre.textContent] = [value, '', 0, ''];
    remember({ stream: value === 'error' ? value : '' });
    clearTimeout(timer);
    load();
  });
  signal.addEventListener('abort', () => clearTimeout(timer));
  return { load, card: card({ id: 'output', title: 'Output', note, className: 'wide-low', tools: [choose],
    file: `${session.name}-${trial}-output` }, pre) };
}

/** What the best model of the trial writes. @param {Session} session @param {number} trial */
function sampleCard(session, trial) {
  const number = (label, range) => el('input', { type: 'number', 'aria-label': label, ...range });
  const prefix = el('input', { 'aria-label': 'Prefix', value: 'the ' }), out = el('blockquote.sample');
  const length = number('Length', { value: 200, min: 1, max: 1000 });
  const heat = number('Temperature', { value: .7, min: 0, max: 5, step: .1 });
  const write = button({ class: 'primary', onclick: async () => {
    write.disabled = true;
    out.textContent = 'writing …';
    const answer = await session.ask(`trials/${trial}/sample`, { prefix: prefix.value, length: length.value, temperature: heat.value })
      .catch(error => ({ text: '', warnings: [error.message] }));
    out.replaceChildren(plain(answer.text), ...answer.warnings.map(warning));
    write.disabled = false;
  } }, 'Write');
  return card({ id: 'sample', title: 'A sample', className: 'full', file: `${session.name}-${trial}-sample` },
    el('div.tools', {}, field('begins with', prefix), field('length', length), field('temperature', heat), write), out);
}
