// The ranking: configurations with ties as ties, or single trials; columns to choose, sorted by any.
import { card } from '../base/card.js';
import { el, segments } from '../base/dom.js';
import { plural, short } from '../base/format.js';
import { query, RANKED, remember } from '../base/session.js';
import { Table } from '../base/table.js';
import { filterBar, trialLink } from './parts.js';

/** @param {Session} session @returns {Column[]} */
export function configurationColumns(session) {
  const model = session.known, { metric } = model;
  const parameters = model.varying.map(p => ({ key: p.name, title: p.name, get: row => row[`config.${p.name}`] }));
  return [
    { key: 'rank', title: 'rank', get: row => row.rank, hint: 'Equal ranks are ties that the data cannot separate',
      show: row => row.rank === null ? '–' : el('span', { className: row.tied ? 'rank tied' : 'rank', title: row.tied
        ? 'tied: the data cannot tell these apart' : null }, `${row.rank}`, row.tied ? el('i', { text: ' =' }) : '') },
    { key: 'trials', title: 'trials', get: row => row.trials?.[0], csv: row => row.trials?.join(' '), text: true,
      show: row => el('span', {}, ...trialsOf(session, row)) },
    ...parameters,
    { key: 'mean', title: `mean ${metric}`, get: row => row.mean },
    { key: 'std', title: '±', get: row => row.std, hint: 'Sample standard deviation over the replicates' },
    { key: 'best', title: 'best', get: row => row.best },
    { key: 'excess', title: 'over floor', get: row => row.excess },
    { key: 'replicates', title: 'n', get: row => row.replicates, hint: 'Replicates behind the mean' },
    { key: 'diverged', title: 'diverged', get: row => row.diverged },
    { key: 'failed', title: 'failed', get: row => row.failed },
    { key: 'tokens_per_second', title: 'tokens/s', get: row => row.tokens_per_second, show: row => short(row.tokens_per_second, 3) },
    { key: 'remarks', title: 'remarks', get: row => row.remarks, text: true, sortless: true },
  ];
}

function trialsOf(session, row) {
  const numbers = row.trials ?? [];
  return [...numbers.slice(0, 3).flatMap((n, i) => [i ? ' ' : '', trialLink(session.name, n)]),
    numbers.length > 3 ? ` +${numbers.length - 3}` : ''];
}

/** @param {Session} session @returns {Column[]} */
function trialColumns(session) {
  const model = session.known;
  const own = (key, title = key.replace(/_/g, ' '),
    text = false) => ({ key, title, text, get: t => t.get(key) });
  return [
    { key: 'trial', title: 'trial', get: t => t.number, show: t => trialLink(session.name, t.number) },
    own('rank'), own('status', 'status', true),
    { key: 'metric', title: model.metric || 'metric', get: t => t.metric },
    own('best_epoch'), { ...own('epochs_done', 'epochs'), show: t => t.epochs ? `${t.epochs_done} / ${t.epochs}` : String(t.epochs_done) },
    ...model.varying.map(p => own(p.name, p.name)),
    own('replicate'), own('attempts'), own('slot', 'slot', true), { ...own('seconds'), show: t => short(t.get('seconds'), 3) },
      own('reason', 'reason', true),
  ];
}

/** Columns that are there at first: what all rows share says nothing. @param {Column[]} columns @param {any[]} rows */
const telling = (columns, rows) => columns.filter(c => ['diverged', 'failed', 'replicate', 'attempts', 'excess', 'reason',
  'tokens_per_second', 'std', 'remarks'].includes(c.key)
  ? rows.some(row => { const v = c.get(row); return v !== null && v !== undefined && v !== 0 && v !== ''
    && !(c.key === 'attempts' && v === 1) && !(Array.isArray(v) && !v.length); }) : true).map(c => c.key);

/**
 * The card with the table, wherever it stands.
 * @param {Session} session @param {string} [href] address where it stands alone
 */
export function rankCard(session, href) {
  const model = session.known, host = el('div', { id: 'table' }), note = el('span'), chooser = el('div', { className: 'choices' });
  let rows = query().rows === 'trials' || !model.metric ? 'trials' : 'configurations';
  let columns = rows === 'trials' ? trialColumns(session) : configurationColumns(session);
  /** @type {Table<any>} */
  let table;

  const names = () => (query().cols ? query().cols.split(',') : telling(columns, rows === 'trials' ? model.trials : model.ranking));
  const visible = () => { const chosen = names(); return columns.filter(c => chosen.includes(c.key)); };
  function begin() {
    columns = rows === 'trials' ? trialColumns(session) : configurationColumns(session);
    const sort = query().sort ?? (rows === 'trials' ? (model.maximize ? '-metric' : 'metric') : '');
    table = new Table(host, {
      name: `Ranking of ${session.name}`, columns: visible(), sort: columns.some(c => c.key === sort.replace(/^-/, '')) ? sort : '',
      sorted: key => remember({ sort: key }), mark: row => row.rank === 1 ? 'first' : '',
    });
    chooser.replaceChildren(...columns.map(c => {
      const box = el('input', { type: 'checkbox', checked: names().includes(c.key), onchange: () => choose() });
      box.setAttribute('data-key', c.key);
      return el('label', {}, box, ` ${c.title}`);
    }));
    update();
  }
  function choose() {
    remember({ cols: [...chooser.querySelectorAll('input')].filter(box => box.checked)
      .map(box => box.getAttribute('data-key')).join(',') });
    table.setColumns(visible());
  }
  function update() {
    const narrowed = model.isNarrowed, kept = narrowed ? new Set(model.shown.map(t => t.config)) : null;
    const list = rows === 'trials' ? model.shown : kept ? model.ranking.filter(row => kept.has(row.config)) : model.ranking;
    const columnsNow = visible();
    if (columnsNow.length !== table.columns.length) table.columns = columnsNow;
    table.show(list);
    const tied = model.ranking.filter(row => row.rank === 1).length;
    note.textContent = rows === 'trials' ? plural(list.length, 'trial')
      : `${model.ranking.length === RANKED ? 'the best ' : ''}${plural(list.length, 'configuration')}`
      + `${tied > 1 ? `; the data cannot tell the first ${tied} apart` : ''}`;
  }
  begin();
  const card_ = card({
    id: 'table', title: 'Ranking', note, className: 'full', file: `${session.name}-ranking`, href, rows: () => table.csv(),
    tools: [
      segments('Rows', [['configurations', 'Configurations'], ['trials', 'Trials']], rows,
        value => { rows = value; remember({ rows: value === 'trials' ? value : '', cols: '', sort: '' }); begin(); }),
      el('details', { className: 'popover' }, el('summary', { text: 'Columns' }), chooser),
    ],
  }, host);
  return { card: card_, update };
}

/** @param {HTMLElement} host @param {Context} context */
export async function show(host, { session, signal }) {
  const filters = filterBar(session), rank = rankCard(session);
  rank.card.classList.add('tall');
  host.append(filters.bar, rank.card);
  session.on(what => { if (what !== 'state') { filters.update(); rank.update(); } }, signal);
}
