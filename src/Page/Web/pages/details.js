// Pages of one view: slots over time, rungs, decisions.
import { addressOf, query, remember } from '../base/address.js';
import { card } from '../base/card.js';
import { el, field, select } from '../base/dom.js';
import { plain, plural, short } from '../base/format.js';
import { column, Table } from '../base/table.js';
import { choice, fact, pill, trialLink } from './parts.js';
import { rungsCard, slotsCard } from './sweep.js';

/** @param {HTMLElement} host @param {Context} context */
export async function showSlots(host, { session, go, signal }) {
  const slots = slotsCard(session, trial => go(addressOf(session.name, 'trials', trial)), true);
  host.append(slots.card);
  await slots.load();
  session.again(1500, slots.load, signal);
}

/** @param {HTMLElement} host @param {Context} context */
export async function showRungs(host, { session, signal }) {
  const rungs = rungsCard(session, true), numbers = el('div.numbers');
  host.append(el('section.facts', { 'aria-label': 'Facts' }, numbers), rungs.card);
  const load = async () => {
    await rungs.load();
    const { data } = rungs.picture, share = `${Math.round(data.saved_epochs / data.full_epochs * 100)} %`;
    const facts = [[data.rule, 'rule'], [short(data.stopped), 'stopped early'], [short(data.waiting), 'waiting'],
      [short(data.trained_epochs), 'epochs trained'], [short(data.saved_epochs), 'epochs saved'],
      ...(data.full_epochs ? [[share, 'of all epochs saved']] : [])];
    numbers.replaceChildren(...data.rule ? facts.map(([value, name]) => fact(value, name)) : []);
  };
  await load();
  session.again(2000, load, signal);
}

const evidenceOf = ({ evidence }) => Object.entries(evidence ?? {})
  .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : short(value)}`).join(', ');

/** @param {Session} session @returns {Column[]} */
const decisionColumns = session => [
  column('number'),
  column('kind', 'kind', { text: true, show: d => pill(d.kind) }),
  column('trial', 'trial', { show: d => trialLink(session.name, d.trial) }),
  column('reason', 'reason', { text: true, show: d => plain(d.reason ?? '') }),
  column('evidence', 'evidence', { text: true, sortless: true, show: d => el('span.dim', { text: plain(evidenceOf(d)) }) }),
  column('seen', 'after event'),
  column('parent', 'parent', { show: d => d.parent === null ? ''
    : el('span', {}, trialLink(session.name, d.parent), ` at epoch ${d.parent_epoch}`) }),
];

/** @param {HTMLElement} host @param {Context} context */
export async function showDecisions(host, { session, signal }) {
  const box = el('div', { id: 'table' }), note = el('span'), options = { kind: query().kind ?? '' };
  /** @type {any[]} */
  const all = [];
  const table = new Table(box, { name: 'Decisions', sort: query().sort ?? '-number', sorted: sort => remember({ sort }),
    columns: decisionColumns(session) });
  const update = () => {
    const wanted = search.value.toLowerCase();
    const rows = all.filter(d => (!options.kind || d.kind === options.kind)
      && `${d.trial} ${d.reason} ${evidenceOf(d)}`.toLowerCase().includes(wanted));
    table.show(rows);
    note.textContent = !all.length ? 'none: a grid or random search without an early-stopping rule decides nothing after its start'
      : (rows.length < all.length ? `${rows.length} of ` : '') + plural(all.length, 'decision');
  };
  const load = async () => {
    for (let more = true; more && all.length < 100000;) {
      const page = await session.ask('decisions', { after: all.at(-1)?.number ?? 0, limit: 2000 });
      all.push(...page.decisions);
      more = page.more && page.decisions.length > 0;
    }
    update();
  };
  const search = el('input', { type: 'search', 'aria-label': 'Search in decisions', placeholder: 'search', value: query().q ?? '',
    oninput: () => {
      remember({ q: search.value });
      update();
    } });
  const kinds = [['', 'all kinds'], ...['start', 'stop', 'pause', 'resume', 'fork'].map(kind => [kind, kind])];
  host.append(card({ id: 'table', title: 'Decisions', note, className: 'full tall', file: `${session.name}-decisions`,
    rows: () => table.csv(), tools: [field('kind', choice(select, 'Kind', kinds, options, 'kind', update)), search] }, box));
  await load();
  session.again(2000, load, signal);
}
