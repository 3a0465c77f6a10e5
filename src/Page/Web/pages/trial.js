// One trial: curves of every metric, attempts and why they ended, its configuration against the best one, its output live, a sample.
import { addressOf } from '../base/address.js';
import { curves as askCurves, ofSweep } from '../base/api.js';
import { card } from '../base/card.js';
import { button, el, field, segments } from '../base/dom.js';
import { clock, duration, plain, short } from '../base/format.js';
import { key } from '../base/scale.js';
import { query, remember, seldom } from '../base/session.js';
import { theme } from '../base/theme.js';
import { Lines } from '../pictures/lines.js';
import { fact, nothing, pill, plot, sentences, table, trialLink } from './parts.js';

/** @typedef {import('../base/session.js').Session} Session */

/** @param {HTMLElement} host @param {{session: Session, trial: number, go: (path: string) => void}} context */
export async function show(host, { session, trial, go }) {
  const name = session.name, facts = el('section', { id: 'facts', className: 'facts', 'aria-label': 'Facts' });
  const curvesBox = el('div', { className: 'slices', id: 'curves' }), attempts = el('div'), config = el('div'), related = el('div');
  /** @type {Map<string, Lines>} */
  const pictures = new Map();
  let data = await ofSweep(name, `trials/${trial}`);
  const reference = data.best && data.best.trial !== trial ? (await askCurves(name, { trials: String(data.best.trial) })
    .catch(() => null))?.byTrial.get(data.best.trial)?.points : null;

  function drawCurves() {
    const { epoch, attempt, values } = data.metrics, own = session.known.metric, t = theme();
    for (const metric of [own, ...Object.keys(values).filter(name => name !== own)].filter(name => name in values)) {
      let picture = pictures.get(metric);
      if (!picture) {
        const box = plot('');
        curvesBox.append(box);
        pictures.set(metric, picture = new Lines(box, metric, { y: query().y ?? (/perplexity|loss/.test(metric) ? 'log' : 'linear') }));
      }
      const points = epoch.flatMap((/** @type {number} */ e, /** @type {number} */ i) => values[metric][i] === null ? []
        : [e, values[metric][i]]);
      picture.lines = [...(metric === own && reference ? [{ label: 'best', color: t.good, points: reference,
        faint: true }] : []),
        { label: metric === own && reference ? `trial ${trial}` : '', color: t.accent, points }];
      picture.floor = metric === own ? data.floor : null;
      picture.marks = attempt.flatMap((/** @type {number} */ a, /** @type {number} */ i) => i && a !== attempt[i - 1]
        ? [{ epoch: epoch[i], text: `attempt ${a}` }] : []);
      picture.redraw();
    }
    if (!pictures.size) curvesBox.replaceChildren(nothing('No reports yet')); else curvesBox.querySelector('.nothing')?.remove();
  }

  function draw() {
    const place = data.rank === null ? '–' : `${data.rank}${data.tied ? ' =' : ''}`, last = session.known.trials.length - 1;
    const step = (/** @type {number} */ to, /** @type {string} */ text) => to < 0 || to > last ? el('span', { className: 'dim', text })
      : el('a', { href: addressOf(name, 'trials', to), text });
    facts.replaceChildren(
      el('div', { className: 'headline' }, el('h1', { text: `${name}/${trial}` }), pill(data.status), el('span', { className: 'grow' }),
        step(trial - 1, '← previous'), step(trial + 1, 'next →'),
        data.best && data.best.trial !== trial ? el('a', { href: addressOf(name, 'compare') + `?a=${data.best.trial}&b=${trial}`,
          text: 'compare with the best' }) : null),
      el('div', { className: 'numbers' }, fact(short(data.metric), session.known.metric || 'metric', 'main'),
        fact(place, data.tied ? 'rank, tied' : 'rank'),
        fact(data.epochs ? `${data.epochs_done} / ${data.epochs}` : String(data.epochs_done), 'epochs'),
          fact(short(data.best_epoch), 'best epoch'), fact(String(data.attempts.length), 'attempts'),
        fact(data.started_at === null ? '–' : duration((data.ended_at ?? Date.now()) - data.started_at),
          data.ended_at ? 'took' : 'so far'),
          fact(short(data.slot), 'slot', 'small'),
        fact(String(data.replicate), 'replicate'), fact(data.seed, 'seed', 'small')),
      ...(data.reason ? [el('p', { className: 'warning', text: plain(data.reason) })] : []));
    attempts.replaceChildren(data.attempts.length ? table('Attempts', [['attempt', ''], ['outcome', 'text'], ['slot', 'text'],
      ['began', 'text'], ['took', ''], ['reason', 'text']],
      data.attempts.map((/** @type {any} */ a) => [String(a.attempt), pill(a.outcome ?? 'running'), a.slot ?? '–', clock(a.started_at),
        duration((a.ended_at ?? Date.now()) - a.started_at),
        el('span', {}, plain([a.reason, a.next].filter(Boolean).join('; ')), a.stderr_tail
          ? el('details', {}, el('summary', { text: 'last words' }), el('pre', { text: plain(a.stderr_tail) })) : null)]))
          : nothing('It has not begun'),
      ...data.attempts.at(-1)?.made_by ? [el('p', { className: 'dim', text: plain(String(data.attempts.at(-1).made_by)) })] : []);
    const best = data.best?.config ?? {}, names = Object.keys({ ...data.config, ...best });
    const other = data.best && data.best.trial !== trial;
    config.replaceChildren(table('Configuration', [['parameter', 'text'], [`trial ${trial}`, ''],
      ...(other ? [[`best, trial ${data.best.trial}`, '']] : [])], names
      .map(n => ({ n, differs: other && key(data.config[n]) !== key(best[n]) })).sort((a, b) => Number(b.differs) - Number(a.differs))
      .map(({ n, differs }) => [el('span', { className: differs ? 'differs' : '', text: n }),
        el('span', { className: differs ? 'differs' : '', text: plain(short(data.config[n])) }),
        ...(other ? [el('span', { className: differs ? 'differs good' : '', text: plain(short(best[n])) })] : [])])));
    const links = (/** @type {string} */ title, /** @type {number[]} */ list) => list.length
      ? el('p', {}, `${title}: `, ...list.flatMap((n, i) => [i ? ', ' : '', n === trial ? `${n}` : trialLink(name, n)])) : null;
    related.replaceChildren(...[links('Replicates of this configuration', data.siblings ?? []), data.parent !== null
      ? el('p', {}, 'Began with the checkpoint of ', trialLink(name, data.parent), ` at epoch ${data.parent_epoch}`) : null,
      links('Forks', data.forks ?? []), data.decisions?.length
        ? sentences(data.decisions.map((/** @type {any} */ d) => `${d.number}. ${d.kind}${d.reason ? ': ' + d.reason : ''}`), 'answers')
        : null].filter(part => part !== null));
  }

  draw();
  drawCurves();
  const output = outputCard(session, trial), sample = session.known.facts.writes_text ? [sampleCard(session, trial)] : [];
  host.append(facts, el('div', { className: 'grid' },
    card({ id: 'curves', title: 'Curves', className: 'full', file: `${name}-${trial}`, drawn: () => [...pictures.values()],
      rows: () => ({ head: ['epoch', 'attempt', 'seconds', ...Object.keys(data.metrics.values)],
        rows: data.metrics.epoch.map((/** @type {number} */ e, /** @type {number} */ i) => [e, data.metrics.attempt[i],
        data.metrics.seconds?.[i], ...Object.values(data.metrics.values).map((/** @type {any} */ v) => v[i])]) }) }, curvesBox),
    card({ id: 'attempts', title: 'Attempts', className: 'wide-low', file: `${name}-${trial}-attempts`,
      rows: () => ({ head: ['attempt', 'outcome', 'slot', 'started_at', 'ended_at', 'reason'],
      rows: data.attempts.map((/** @type {any} */ a) => [a.attempt, a.outcome, a.slot, a.started_at, a.ended_at, a.reason]) }) },
      attempts, related),
    card({ id: 'configuration', title: 'Configuration', className: 'tallrow', file: `${name}-${trial}-configuration`,
      rows: () => ({ head: ['parameter', `trial_${trial}`, 'best'], rows: Object.keys(data.config)
      .map(n => [n, data.config[n], data.best?.config?.[n]]) }) }, config),
    output.card, ...sample));
  await output.load();

  const later = seldom(1000, async () => { data = await ofSweep(name, `trials/${trial}`); draw(); drawCurves(); });
  const onTheme = () => drawCurves();
  addEventListener('theme', onTheme);
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (/** @type {HTMLElement} */ (event.target).matches('input, select, textarea') || event.ctrlKey || event.metaKey
      || event.altKey) return;
    const to = event.key === 'j' ? trial + 1 : event.key === 'k' ? trial - 1 : -1;
    if (to >= 0 && session.known.byNumber.has(to)) go(addressOf(name, 'trials', to));
  };
  addEventListener('keydown', onKey);
  const end = session.on((what, news) => { if (what === 'trials' && (!news || news.trials?.number.includes(trial))) later(); });
  return () => { end(); output.stop(); removeEventListener('theme', onTheme); removeEventListener('keydown',
    onKey); for (const picture of pictures.values()) picture.dispose(); };
}

const KEPT = 400_000;

/** What the worker wrote, and what it writes. @param {Session} session @param {number} trial */
function outputCard(session, trial) {
  const pre = el('pre', { className: 'output', tabindex: 0, 'aria-label': 'Output' }), note = el('span');
  let stream = query().stream === 'error' ? 'error' : 'out', text = '', next = 0, timer = 0, ended = false;
  async function load() {
    const asked = stream;
    try {
      const part = await ofSweep(session.name, `trials/${trial}/output`, { stream, offset: next });
      if (asked !== stream || ended) return;
      if (part.text) {
        const atEnd = pre.scrollTop + pre.clientHeight > pre.scrollHeight - 30;
        text = (text + part.text).slice(-KEPT);
        pre.textContent = plain(text);
        if (atEnd) pre.scrollTop = pre.scrollHeight;
      } else if (!text) pre.textContent = part.live ? 'Nothing written yet' : 'Nothing written, or not kept';
      next = part.next;
      note.textContent = part.live ? 'live' : '';
      if (part.live || part.text) timer = setTimeout(load, part.live ? 1000 : 20);
    } catch (error) {
      pre.textContent ||= /** @type {Error} */ (error).message;
      timer = setTimeout(load, 5000);
    }
  }
  const choose = segments('Stream', [['out', 'output'], ['error', 'errors']], stream, value => {
    stream = value; text = ''; next = 0; pre.textContent = '';
    remember({ stream: value === 'error' ? value : '' });
    clearTimeout(timer);
    load();
  });
  return { load, stop: () => { ended = true; clearTimeout(timer); },
    card: card({ id: 'output', title: 'Output', note, className: 'wide-low', file: `${session.name}-${trial}-output`, tools: [choose] },
    pre) };
}

/** What the best model of the trial writes. @param {Session} session @param {number} trial */
function sampleCard(session, trial) {
  const prefix = el('input', { 'aria-label': 'Prefix', value: 'the ' }),
    length = el('input', { type: 'number', 'aria-label': 'Length', value: 200, min: 1, max: 5000 });
  const heat = el('input', { type: 'number', 'aria-label': 'Temperature', value: .7, min: 0, max: 5, step: .1 }),
    out = el('blockquote', { className: 'sample' });
  const write = button('Write', { className: 'primary', onclick: async () => {
    write.disabled = true;
    out.textContent = 'writing …';
    const answer = await ofSweep(session.name, `trials/${trial}/sample`,
      { prefix: prefix.value, length: length.value, temperature: heat.value }).catch(error => ({ text: '', warnings: [error.message] }));
    out.replaceChildren(plain(answer.text), ...answer.warnings.map((/** @type {string} */ w) => el('p',
      { className: 'warning', text: plain(w) })));
    write.disabled = false;
  } });
  return card({ id: 'sample', title: 'A sample', className: 'full', file: `${session.name}-${trial}-sample` },
    el('div', { className: 'tools' }, field('begins with', prefix), field('length', length), field('temperature', heat), write), out);
}
