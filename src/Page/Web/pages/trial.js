// One trial: curves of every metric, attempts and why they ended, its configuration against the best one, its output live, a sample.
import { addressOf } from '../base/address.js';
import { curves as askCurves, ofSweep } from '../base/api.js';
import { card } from '../base/card.js';
import { button, el, field, segments } from '../base/dom.js';
import { clock, duration, plain, short } from '../base/format.js';
import { key } from '../base/scale.js';
import { newest, query, remember, seldom } from '../base/session.js';
import { Lines } from '../pictures/lines.js';
import { fact, isRatio, nothing, pill, plot, rowsOf, sentences, table, trialLink } from './parts.js';

/** @param {HTMLElement} host @param {Context & {trial: number}} context */
export async function show(host, { session, trial, go, signal }) {
  const name = session.name, facts = el('section', { id: 'facts', className: 'facts', 'aria-label': 'Facts' });
  const attempts = el('div'), config = el('div'), related = el('div');
  let data = await ofSweep(name, `trials/${trial}`);
  const isBest = !data.best || data.best.trial === trial, curves = curvesView(session, trial);
  const reference = isBest ? null : await askCurves(name, { trials: String(data.best.trial) }).catch(() => null);
  const best = reference?.byTrial.get(data.best.trial)?.points ?? null;
  const draw = () => {
    facts.replaceChildren(...factsOf(session, data));
    attempts.replaceChildren(...attemptsOf(data));
    config.replaceChildren(configurationOf(data));
    related.replaceChildren(...relatedOf(name, data));
    curves.draw(data, best);
  };
  draw();
  const output = outputCard(session, trial, signal), sample = session.known.facts.writes_text ? [sampleCard(session, trial)] : [];
  host.append(facts, el('div', { className: 'grid' },
    card({ id: 'curves', title: 'Curves', className: 'full', file: `${name}-${trial}`, pictures: curves.pictures,
      rows: () => epochRows(data.metrics) }, curves.box),
    card({ id: 'attempts', title: 'Attempts', className: 'wide-low', file: `${name}-${trial}-attempts`,
      rows: () => rowsOf(data.attempts, ['attempt', 'outcome', 'slot', 'started_at', 'ended_at', 'reason']) }, attempts, related),
    card({ id: 'configuration', title: 'Configuration', className: 'tallrow', file: `${name}-${trial}-configuration`,
      rows: () => ({ head: ['parameter', `trial_${trial}`, 'best'],
        rows: Object.keys(data.config).map(n => [n, data.config[n], data.best?.config?.[n]]) }) }, config),
    output.card, ...sample));
  await output.load();

  const later = seldom(1000, async () => { data = await ofSweep(name, `trials/${trial}`); draw(); });
  addEventListener('keydown', event => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/** @type {HTMLElement} */ (event.target).matches('input, select, textarea')) return;
    if (session.known.byNumber.has(trial + step)) go(addressOf(name, 'trials', trial + step));
  }, { signal });
  session.on((what, news) => { if (what === 'trials' && (!news || news.trials?.number.includes(trial))) later(); }, signal);
}

function epochRows({ epoch, attempt, seconds, values }) {
  const names = Object.keys(values);
  return { head: ['epoch', 'attempt', 'seconds', ...names],
    rows: epoch.map((e, i) => [e, attempt[i], seconds?.[i], ...names.map(n => values[n][i])]) };
}

/** A picture for each metric, the sweep's own first and against the best trial. @param {Session} session @param {number} trial */
function curvesView(session, trial) {
  const box = el('div', { className: 'slices', id: 'curves' }), own = session.known.metric;
  /** @type {Lines[]} */ const pictures = [];
  const pictureOf = metric => {
    const known = pictures.find(picture => picture.metric === metric);
    if (known) return known;
    const picture = new Lines(plot(''), metric, { y: query().y ?? (isRatio(metric) ? 'log' : 'linear') });
    box.append(picture.host);
    pictures.push(picture);
    return picture;
  };
  const draw = (data, best) => {
    const { epoch, attempt, values } = data.metrics;
    for (const metric of [own, ...Object.keys(values).filter(n => n !== own)].filter(n => n in values)) {
      const picture = pictureOf(metric), isOwn = metric === own;
      const points = epoch.map((e, i) => [e, values[metric][i]]).filter(p => p[1] !== null).flat();
      picture.lines = [{ label: isOwn && best ? `trial ${trial}` : '', color: t => t.accent, points }];
      if (isOwn && best) picture.lines.unshift({ label: 'best', color: t => t.good, points: best, faint: true });
      picture.floor = isOwn ? data.floor : null;
      picture.marks = attempt.map((a, i) => ({ epoch: epoch[i], text: `attempt ${a}` }))
        .filter((_, i) => i > 0 && attempt[i] !== attempt[i - 1]);
      picture.redraw();
    }
    if (!pictures.length) box.replaceChildren(nothing('No reports yet')); else box.querySelector('.nothing')?.remove();
  };
  return { box, pictures, draw };
}

/** @param {Session} session @param {any} data @returns {HTMLElement[]} */
function factsOf(session, data) {
  const { name } = session, { trial } = data, last = session.known.trials.length - 1, isBest = !data.best || data.best.trial === trial;
  const step = (to, text) => to < 0 || to > last ? el('span', { className: 'dim', text })
    : el('a', { href: addressOf(name, 'trials', to), text });
  const took = data.started_at === null ? '–' : duration((data.ended_at ?? Date.now()) - data.started_at);
  return [
    el('div', { className: 'headline' }, el('h1', { text: `${name}/${trial}` }), pill(data.status), el('span', { className: 'grow' }),
      step(trial - 1, '← previous'), step(trial + 1, 'next →'),
      isBest ? null : el('a', { href: `${addressOf(name, 'compare')}?a=${data.best.trial}&b=${trial}`, text: 'compare with the best' })),
    el('div', { className: 'numbers' },
      fact(short(data.metric), session.known.metric || 'metric', 'main'),
      fact(data.rank === null ? '–' : `${data.rank}${data.tied ? ' =' : ''}`, data.tied ? 'rank, tied' : 'rank'),
      fact(data.epochs ? `${data.epochs_done} / ${data.epochs}` : String(data.epochs_done), 'epochs'),
        fact(short(data.best_epoch), 'best epoch'),
      fact(String(data.attempts.length), 'attempts'), fact(took, data.ended_at ? 'took' : 'so far'),
        fact(short(data.slot), 'slot', 'small'),
      fact(String(data.replicate), 'replicate'), fact(data.seed, 'seed', 'small')),
    ...(data.reason ? [el('p', { className: 'warning', text: plain(data.reason) })] : []),
  ];
}

/** @param {any} data @returns {HTMLElement[]} */
function attemptsOf(data) {
  if (!data.attempts.length) return [nothing('It has not begun')];
  const heads = [['attempt', ''], ['outcome', 'text'], ['slot', 'text'], ['began', 'text'], ['took', ''], ['reason', 'text']];
  const why = a => el('span', {}, plain([a.reason, a.next].filter(Boolean).join('; ')),
    a.stderr_tail ? el('details', {}, el('summary', { text: 'last words' }), el('pre', { text: plain(a.stderr_tail) })) : null);
  const maker = data.attempts.at(-1).made_by;
  return [
    table('Attempts', heads, data.attempts.map(a => [a.attempt, pill(a.outcome ?? 'running'), a.slot ?? '–',
      clock(a.started_at), duration((a.ended_at ?? Date.now()) - a.started_at), why(a)])),
    ...(maker ? [el('p', { className: 'dim', text: plain(String(maker)) })] : []),
  ];
}

/** Its values against those of the best trial; what differs comes first. @param {any} data */
function configurationOf(data) {
  const other = data.best && data.best.trial !== data.trial ? data.best : null, best = other?.config ?? {};
  const rows = Object.keys({ ...data.config, ...best }).map(n => ({ n, differs: Boolean(other) && key(data.config[n]) !== key(best[n]) }))
    .sort((a, b) => Number(b.differs) - Number(a.differs));
  const cell = (value, differs, kind = '') => el('span',
    { className: differs ? `differs ${kind}` : null, text: short(value) });
  const heads = [['parameter', 'text'], [`trial ${data.trial}`, ''], ...(other ? [[`best, trial ${other.trial}`, '']] : [])];
  return table('Configuration', heads, rows.map(({ n, differs }) => [cell(n, differs), cell(data.config[n], differs),
    ...(other ? [cell(best[n], differs, 'good')] : [])]));
}

/** Replicates, parent, forks and decisions. @param {string} name @param {any} data @returns {HTMLElement[]} */
function relatedOf(name, data) {
  const links = (title, list) => list.length ? [el('p', {}, `${title}: `,
    ...list.flatMap((n, i) => [i ? ', ' : '', n === data.trial ? `${n}` : trialLink(name, n)]))] : [];
  return [
    ...links('Replicates of this configuration', data.siblings ?? []),
    ...(data.parent === null ? [] : [el('p', {}, 'Began with the checkpoint of ', trialLink(name, data.parent),
      ` at epoch ${data.parent_epoch}`)]),
    ...links('Forks', data.forks ?? []),
    sentences((data.decisions ?? []).map(d => `${d.number}. ${d.kind}${d.reason ? ': ' + d.reason : ''}`)),
  ];
}

const KEPT = 400_000;

/** What the worker wrote, and what it writes. @param {Session} session @param {number} trial */
export function outputCard(session, trial, signal) {
  const pre = el('pre', { className: 'output', tabindex: 0, 'aria-label': 'Output' }), note = el('span');
  let stream = query().stream === 'error' ? 'error' : 'out', text = '', next = 0, timer = 0;
  const ask = newest(() => ofSweep(session.name, `trials/${trial}/output`, { stream, offset: next }), part => {
    if (part.text) {
      const atEnd = pre.scrollTop + pre.clientHeight > pre.scrollHeight - 30;
      text = (text + part.text).slice(-KEPT);
      pre.textContent = plain(text);
      if (atEnd) pre.scrollTop = pre.scrollHeight;
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
    stream = value; text = ''; next = 0; pre.textContent = '';
    remember({ stream: value === 'error' ? value : '' });
    clearTimeout(timer);
    load();
  });
  signal.addEventListener('abort', () => clearTimeout(timer));
  return { load, card: card({ id: 'output', title: 'Output', note, className: 'wide-low', tools: [choose],
    file: `${session.name}-${trial}-output` },
    pre) };
}

/** What the best model of the trial writes. @param {Session} session @param {number} trial */
function sampleCard(session, trial) {
  const prefix = el('input', { 'aria-label': 'Prefix', value: 'the ' }),
    length = el('input', { type: 'number', 'aria-label': 'Length', value: 200, min: 1, max: 1000 });
  const heat = el('input', { type: 'number', 'aria-label': 'Temperature', value: .7, min: 0, max: 5, step: .1 }),
    out = el('blockquote', { className: 'sample' });
  const write = button('Write', { className: 'primary', onclick: async () => {
    write.disabled = true;
    out.textContent = 'writing …';
    const answer = await ofSweep(session.name, `trials/${trial}/sample`,
      { prefix: prefix.value, length: length.value, temperature: heat.value }).catch(error => ({ text: '', warnings: [error.message] }));
    out.replaceChildren(plain(answer.text), ...answer.warnings.map(w => el('p',
      { className: 'warning', text: plain(w) })));
    write.disabled = false;
  } });
  return card({ id: 'sample', title: 'A sample', className: 'full', file: `${session.name}-${trial}-sample` },
    el('div', { className: 'tools' }, field('begins with', prefix), field('length', length), field('temperature', heat), write), out);
}
