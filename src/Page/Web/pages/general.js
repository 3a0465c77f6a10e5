// Pages of no single sweep: the list of sweeps, the nodes, and a query of one's own.
import { addressOf } from '../base/address.js';
import { get } from '../base/api.js';
import { card } from '../base/card.js';
import { button, el, svg } from '../base/dom.js';
import { clock, count, plain, plural, short, versionText } from '../base/format.js';
import { query, remember } from '../base/session.js';
import { Table } from '../base/table.js';
import { fact, nothing, pill, trialLink } from './parts.js';

/** Asks now, and again and again while the page is seen. @param {() => Promise<void>} load @param {AbortSignal} signal ends it */
async function repeat(load, signal) {
  await load();
  if (signal.aborted) return;
  const timer = setInterval(() => { if (!document.hidden) load().catch(() => { /* asked again soon */ }); }, 3000);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** A line as small as a word. @param {(number|null)[]} values */
function sparkline(values) {
  const known = values.flatMap(v => v !== null && Number.isFinite(v) ? [v] : []), lo = Math.min(...known), hi = Math.max(...known);
  const places = known.map((v, i) => [2 + i / Math.max(1, known.length - 1) * 92, 20 - (v - lo) / (hi - lo || 1) * 16]
    .map(n => n.toFixed(1)));
  const picture = svg('svg', { viewBox: '0 0 100 24', width: 100, height: 24, class: 'spark', role: 'img', 'aria-label': known.length
    ? `best so far, from ${short(known[0])} to ${short(known.at(-1))}` : 'no values yet' });
  if (known.length) {
    const [x, y] = places[places.length - 1];
    picture.append(svg('path', { d: `M${places.map(place => place.join(' ')).join('L')}` }), svg('circle', { cx: x, cy: y, r: 2.2 }));
  }
  return picture;
}

export async function showSweeps(host, { signal }) {
  const box = el('div', { id: 'table' }), facts = el('section', { id: 'facts', className: 'facts', 'aria-label': 'Facts' });
  /** @type {any[]} */
  let rows = [];
  const list = new Table(box, { name: 'Sweeps', sort: query().sort ?? '-created', sorted: sort => remember({ sort }), columns: [
    { key: 'name', title: 'sweep', text: true, get: s => s.name,
      show: s => el('span', { className: 'sweepname' }, el('a', { href: addressOf(s.name), text: s.name }), s.description
      ? el('small', { text: plain(s.description) }) : '') },
    { key: 'status', title: 'status', text: true, get: s => s.status, show: s => pill(s.status) },
    { key: 'progress', title: 'trials', get: s => s.trials ? s.final_trials / s.trials : 0, show: s => progress(s.final_trials, s.trials) },
    { key: 'best', title: 'best', get: s => s.best, show: s => s.best === null ? '–'
      : el('span', {}, el('a', { href: addressOf(s.name, 'trials', s.best_trial), text: short(s.best) }),
      el('small', { text: ` ${s.metric}` })) },
    { key: 'spark', title: 'best so far', get: () => null, sortless: true, show: s => sparkline(s.spark ?? []) },
    { key: 'experiment', title: 'experiment', text: true, get: s => s.experiment },
    { key: 'created', title: 'began', get: s => s.created_at, show: s => clock(s.created_at).slice(0, 16) },
  ] });
  const view = card({ id: 'table', title: 'Sweeps', className: 'full tall', file: 'sweeps',
    rows: () => ({ head: ['name', 'status', 'trials', 'final_trials', 'metric', 'best', 'best_trial', 'created_at', 'ended_at'],
    rows: rows.map(s => [s.name, s.status, s.trials, s.final_trials, s.metric, s.best, s.best_trial, s.created_at, s.ended_at]) }) }, box);
  async function load() {
    const data = await get('sweeps');
    rows = data.sweeps;
    const running = rows.filter(s => s.status === 'running').length;
    facts.replaceChildren(el('div', { className: 'headline' }, el('h1', { text: 'Sweeps' }),
      el('span',
        { className: 'dim', text: plain(`${data.ledger}${data.cluster ? ', cluster' : ''}, sweep ${versionText(data.version)}`) })),
      el('div', { className: 'numbers' }, fact(count(rows.length), rows.length === 1 ? 'sweep' : 'sweeps'), fact(count(running), 'running'),
        fact(count(rows.reduce((sum, s) => sum + s.trials, 0)), 'trials')));
    list.show(rows);
  }
  host.append(facts, view);
  await repeat(load, signal);
}

function progress(done, all) {
  const bar = el('progress', { max: Math.max(1, all), value: done, 'aria-label': `${done} of ${all} trials have ended` });
  return el('span', { className: 'progress' }, bar, el('span', { text: `${count(done)} / ${count(all)}` }));
}

export async function showNodes(host, { signal }) {
  const facts = el('section', { id: 'facts', className: 'facts', 'aria-label': 'Facts' }), box = el('div', { className: 'nodelist' });
  async function load() {
    const { cluster, nodes } = await get('nodes'), slots = nodes.flatMap(n => n.slots ?? []);
    facts.replaceChildren(el('div', { className: 'headline' }, el('h1', { text: 'Nodes' }), cluster ? null
      : el('span', { className: 'dim', text: 'no cluster: what the ledger knows of running trials' })),
      el('div', { className: 'numbers' }, fact(count(nodes.length), nodes.length === 1 ? 'node' : 'nodes'),
        fact(count(slots.length), 'slots'), fact(count(slots.filter(s => s.trial !== null
        && s.trial !== undefined).length), 'busy')));
    box.replaceChildren(...nodes.map(nodeCard), ...(nodes.length ? [] : [nothing(cluster ? 'No node is there' : 'Nothing runs')]));
  }
  host.append(facts, box);
  await repeat(load, signal);
}

function nodeCard(node) {
  const gigabytes = bytes => `${short(bytes / 2 ** 30, 3)} GiB`;
  return el('section', { className: 'card node', 'aria-label': `Node ${node.node}` },
    el('header', {}, el('h2', { text: node.node }), node.state ? pill(node.state) : null, el('span', { className: 'grow' }),
      el('span', { className: 'note', text: [node.host !== node.node && node.host, node.version && `sweep ${versionText(node.version)}`]
      .filter(Boolean).join(', ') })),
    ...(node.devices ?? []).map(d => el('div', { className: 'device' }, el('span', { text: d.device }),
      d.memory_bytes ? el('meter', { min: 0, max: d.memory_bytes, value: d.used_memory_bytes ?? 0, 'aria-label': `memory of ${d.device}` })
        : el('meter', { min: 0, max: Math.max(1, d.units ?? 1), value: (d.units ?? 0) - (d.free_units ?? 0),
        'aria-label': `use of ${d.device}` }),
      el('span', { className: 'dim', text: d.memory_bytes ? `${gigabytes(d.used_memory_bytes ?? 0)} of ${gigabytes(d.memory_bytes)}`
        : `${short(d.free_units)} of ${short(d.units)} free` }))),
    el('div', { className: 'slotlist' }, ...(node.slots ?? []).map(s => {
      const busy = s.trial !== null && s.trial !== undefined, short_ = s.slot.startsWith(node.node + '/')
        ? s.slot.slice(node.node.length + 1) : s.slot;
      return el('span', { className: busy ? 'slot busy' : 'slot', title: s.slot }, short_, ' ', busy
        ? trialLink(s.sweep, s.trial, `${s.sweep}/${s.trial}`) : el('i', { text: 'idle' }));
    })),
    ...(node.quarantined ?? []).map(q => el('p', { className: 'warning', text: plain(`${q.slot}: ${q.reason}`) })),
    node.last_seen ? el('p', { className: 'dim small', text: `since ${clock(node.started_at)}, last seen ${clock(node.last_seen)}` })
      : null);
}

const EXAMPLES = [
  ['Best configurations', 'SELECT rank, config, mean, std, replicates FROM leaderboard ORDER BY sweep, rank LIMIT 20'],
  ['Trials by status', 'SELECT sweep, status, count(*) AS trials FROM trials GROUP BY sweep, status'],
  ['Attempts that were lost',
    "SELECT sweep, trial, attempt, outcome, reason FROM attempts WHERE outcome NOT IN ('completed', 'stopped') LIMIT 100"],
];

export async function showQuery(host) {
  const sql = el('textarea', { rows: 5, spellcheck: 'false', 'aria-label': 'SQL', value: query().sql ?? EXAMPLES[0][1] }),
    box = el('div', { id: 'table' }), note = el('span', { role: 'status' });
  /** @type {Table<any[]>|null} */
  let result = null;
  async function run() {
    note.textContent = 'asking …';
    remember({ sql: sql.value });
    try {
      const began = performance.now(), data = await get('query', { sql: sql.value, limit: 10000 });
      const columns = data.columns.map((title,
        i) => ({ key: String(i), title, get: row => row[i],
        text: data.rows.some(row => typeof row[i] === 'string'),
        show: row => row[i] !== null && typeof row[i] === 'object' ? JSON.stringify(row[i])
          : plain(short(row[i], 7)) }));
      result = new Table(box, { name: 'Result', sort: '', columns });
      result.show(data.rows);
      const took = Math.round(performance.now() - began);
      note.textContent = `${plural(data.rows.length, 'row')} in ${count(took)} ms${data.more ? '; there are more' : ''}`;
    } catch (error) {
      result = null;
      note.textContent = '';
      box.replaceChildren(el('p', { className: 'warning', text: plain(/** @type {Error} */ (error).message) }));
    }
  }
  sql.addEventListener('keydown', event => { if (event.key === 'Enter'
    && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
  host.append(card({ id: 'sql', title: 'Query', note: 'reads the views of docs/ledger.md; nothing can be changed', className: 'full',
    file: 'query' }, sql,
    el('div', { className: 'tools' }, button('Run', { className: 'primary', title: 'Ctrl+Enter', onclick: run }),
      ...EXAMPLES.map(([title, text]) => button(title, { className: 'quiet', onclick: () => { sql.value = text; run(); } })))),
  card({ id: 'table', title: 'Result', note, className: 'full tall', file: 'query', rows: () => result
    ? { head: result.columns.map(c => c.title), rows: result.csv().rows } : { head: [], rows: [] } }, box));
  await run();
}
