// Pages of no single sweep: the list of sweeps, the nodes, and a query of one's own.
import { addressOf, query, remember } from '../base/address.js';
import { get } from '../base/api.js';
import { card } from '../base/card.js';
import { button, el, svg } from '../base/dom.js';
import { clock, count, plain, plural, rowsOf, short, versionText } from '../base/format.js';
import { column, Table } from '../base/table.js';
import { fact, factsBox, headOf, nothing, pill, trialLink, warning } from './parts.js';

/** Asks now, and again and again while the page is seen. @param {() => Promise<void>} load @param {AbortSignal} signal ends it */
async function repeat(load, signal) {
  await load();
  if (signal.aborted) return;
  const timer = setInterval(() => { if (!document.hidden) load().catch(() => { /* asked again soon */ }); }, 3000);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** "1 sweep", as a number with its name. @param {number} n @param {string} word */
const counted = (n, word) => fact(count(n), n === 1 ? word : word + 's');

/** A line as small as a word. @param {(number|null)[]} values */
function sparkline(values) {
  const known = /** @type {number[]} */ (values.filter(Number.isFinite)), lo = Math.min(...known), hi = Math.max(...known);
  const places = known.map((v, i) => [2 + i / Math.max(1, known.length - 1) * 92, 20 - (v - lo) / (hi - lo || 1) * 16]
    .map(n => n.toFixed(1)));
  const label = known.length ? `best so far, from ${short(known[0])} to ${short(known.at(-1))}` : 'no values yet';
  const [cx, cy] = places.at(-1) ?? [];
  return svg('svg', { viewBox: '0 0 100 24', width: 100, height: 24, class: 'spark', role: 'img', 'aria-label': label },
    ...known.length ? [svg('path', { d: `M${places.map(place => place.join(' ')).join('L')}` }), svg('circle', { cx, cy, r: 2.2 })] : []);
}

/** @type {Column[]} */
const SWEEP_COLUMNS = [
  column('name', 'sweep', { text: true, show: s => el('span.sweepname', {}, el('a', { href: addressOf(s.name), text: s.name }),
    s.description && el('small', { text: plain(s.description) })) }),
  column('status', 'status', { text: true, show: s => pill(s.status) }),
  column('progress', 'trials', { get: s => s.trials ? s.final_trials / s.trials : 0, show: ({ trials, final_trials: ended }) =>
    el('span.progress', {},
      el('progress', { max: Math.max(1, trials), value: ended, 'aria-label': `${ended} of ${trials} trials have ended` }),
      el('span', { text: `${count(ended)} / ${count(trials)}` })) }),
  column('best', 'best', { show: s => s.best === null ? '–'
    : el('span', {}, trialLink(s.name, s.best_trial, short(s.best)), el('small', { text: ` ${s.metric}` })) }),
  column('spark', 'best so far', { sortless: true, show: s => sparkline(s.spark ?? []) }),
  column('experiment', 'experiment', { text: true }),
  column('created', 'began', { get: s => s.created_at, show: s => clock(s.created_at).slice(0, 16) }),
];

export async function showSweeps(host, { signal }) {
  const box = el('div', { id: 'table' }), facts = factsBox();
  /** @type {any[]} */
  let rows = [];
  const list = new Table(box, { name: 'Sweeps', sort: query().sort ?? '-created', sorted: sort => remember({ sort }),
    columns: SWEEP_COLUMNS });
  async function load() {
    const data = await get('sweeps'), about = `${data.ledger}${data.cluster ? ', cluster' : ''}, sweep ${versionText(data.version)}`;
    rows = data.sweeps;
    facts.replaceChildren(...headOf('Sweeps', [el('span.dim', { text: plain(about) })], [counted(rows.length, 'sweep'),
      fact(count(rows.filter(s => s.status === 'running').length), 'running'),
      fact(count(rows.reduce((sum, s) => sum + s.trials, 0)), 'trials')]));
    list.show(rows);
  }
  host.append(facts, card({ id: 'table', title: 'Sweeps', className: 'full tall', file: 'sweeps', rows: () => rowsOf(rows,
    ['name', 'status', 'trials', 'final_trials', 'metric', 'best', 'best_trial', 'created_at', 'ended_at']) }, box));
  await repeat(load, signal);
}

export async function showNodes(host, { signal }) {
  const facts = factsBox(), box = el('div.nodelist');
  async function load() {
    const { cluster, nodes } = await get('nodes'), slots = nodes.flatMap(n => n.slots ?? []);
    const about = !cluster && el('span.dim', { text: 'no cluster: what the ledger knows of running trials' });
    facts.replaceChildren(...headOf('Nodes', [about], [counted(nodes.length, 'node'), fact(count(slots.length), 'slots'),
      fact(count(slots.filter(s => s.trial != null).length), 'busy')]));
    box.replaceChildren(...nodes.map(nodeCard), ...(nodes.length ? [] : [nothing(cluster ? 'No node is there' : 'Nothing runs')]));
  }
  host.append(facts, box);
  await repeat(load, signal);
}

function nodeCard({ node, state, host, version, devices = [], slots = [], quarantined = [], started_at: began, last_seen: seen }) {
  const about = [host !== node && host, version && `sweep ${versionText(version)}`].filter(Boolean).join(', ');
  return el('section.card.node', { 'aria-label': `Node ${node}` },
    el('header', {}, el('h2', { text: node }), state && pill(state), el('span.grow'), el('span.note', { text: about })),
    ...devices.map(deviceRow),
    el('div.slotlist', {}, ...slots.map(({ slot, sweep, trial }) => {
      const name = slot.startsWith(node + '/') ? slot.slice(node.length + 1) : slot;
      return el('span', { class: trial == null ? 'slot' : 'slot busy', title: slot }, name, ' ',
        trial == null ? el('i', { text: 'idle' }) : trialLink(sweep, trial, `${sweep}/${trial}`));
    })),
    ...quarantined.map(({ slot, reason }) => warning(`${slot}: ${reason}`)),
    seen && el('p.dim.small', { text: `since ${clock(began)}, last seen ${clock(seen)}` }));
}

/** How full a device is: its memory, or its units. */
function deviceRow({ device, memory_bytes: memory, used_memory_bytes: used, units, free_units: free }) {
  const gigabytes = bytes => `${short(bytes / 2 ** 30, 3)} GiB`;
  const [max, value, what, text] = memory ? [memory, used ?? 0, 'memory', `${gigabytes(used ?? 0)} of ${gigabytes(memory)}`]
    : [Math.max(1, units ?? 1), (units ?? 0) - (free ?? 0), 'use', `${short(free)} of ${short(units)} free`];
  return el('div.device', {}, el('span', { text: device }), el('meter', { min: 0, max, value, 'aria-label': `${what} of ${device}` }),
    el('span.dim', { text }));
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
  /** @type {Rows} */
  let result = { head: [], rows: [] };
  async function run() {
    note.textContent = 'asking …';
    remember({ sql: sql.value });
    try {
      const began = performance.now(), { columns, rows, more } = await get('query', { sql: sql.value, limit: 10000 });
      const table = new Table(box, { name: 'Result', sort: '', columns: columns.map((title, i) =>
        column(String(i), title, { text: rows.some(row => typeof row[i] === 'string'), show: row => short(row[i], 7) })) });
      table.show(rows);
      result = { head: columns, get rows() { return table.csv().rows; } };
      note.textContent = `${plural(rows.length, 'row')} in ${count(performance.now() - began)} ms${more ? '; there are more' : ''}`;
    } catch (error) {
      result = { head: [], rows: [] };
      note.textContent = '';
      box.replaceChildren(warning(/** @type {Error} */ (error).message));
    }
  }
  sql.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  const tryOut = text => {
    sql.value = text;
    run();
  };
  host.append(card({ id: 'sql', title: 'Query', note: 'reads the views of docs/ledger.md; nothing can be changed', className: 'full',
    file: 'query' }, sql, el('div.tools', {}, button({ class: 'primary', title: 'Ctrl+Enter', onclick: run }, 'Run'),
    ...EXAMPLES.map(([title, text]) => button({ class: 'quiet', onclick: () => tryOut(text) }, title)))),
  card({ id: 'table', title: 'Result', note, className: 'full tall', file: 'query', rows: () => result }, box));
  await run();
}
