// The ranking: configurations with ties as ties, or single trials; columns to choose, sorted by any.
import { query, remember } from '../base/address.js';
import { card } from '../base/card.js';
import { el, segments } from '../base/dom.js';
import { plural, short } from '../base/format.js';
import { RANKED } from '../base/session.js';
import { column, Table } from '../base/table.js';
import { filterBar, trialLink } from './parts.js';

/** @param {Session} session @returns {Column[]} */
export function configurationColumns(session) {
  const { metric, varying } = session.known;
  return [
    column('rank', 'rank', { hint: 'Equal ranks are ties that the data cannot separate',
      show: ({ rank, tied }) => rank === null ? '–' : el('span', { class: tied ? 'rank tied' : 'rank',
        title: tied ? 'tied: the data cannot tell these apart' : null }, `${rank}`, tied && el('i', { text: ' =' })) }),
    column('trials', 'trials', { get: row => row.trials?.[0], csv: row => row.trials?.join(' '), text: true,
      show: row => el('span', {}, ...trialsOf(session, row.trials ?? [])) }),
    ...varying.map(p => column(p.name, p.name, { get: row => row[`config.${p.name}`] })),
    column('mean', `mean ${metric}`),
    column('std', '±', { hint: 'Sample standard deviation over the replicates' }),
    column('best'),
    column('excess', 'over floor'),
    column('replicates', 'n', { hint: 'Replicates behind the mean' }),
    column('diverged'),
    column('failed'),
    column('tokens_per_second', 'tokens/s', { show: row => short(row.tokens_per_second, 3) }),
    column('remarks', 'remarks', { text: true, sortless: true }),
  ];
}

const trialsOf = (session, numbers) => [...numbers.slice(0, 3).flatMap((n, i) => [i ? ' ' : '', trialLink(session.name, n)]),
  numbers.length > 3 ? ` +${numbers.length - 3}` : ''];

/** @param {Session} session @returns {Column[]} */
function trialColumns(session) {
  const { metric, varying } = session.known;
  /** @type {(key: string, title?: string, more?: Partial<Column>) => Column} */
  const own = (key, title, more = {}) => column(key, title, { get: trial => trial.get(key), ...more });
  return [
    own('trial', 'trial', { show: t => trialLink(session.name, t.number) }),
    own('rank'), own('status', 'status', { text: true }), own('metric', metric || 'metric'), own('best_epoch'),
    own('epochs_done', 'epochs', { show: t => t.epochs ? `${t.epochs_done} / ${t.epochs}` : String(t.epochs_done) }),
    ...varying.map(p => own(p.name, p.name)),
    own('replicate'), own('attempts'), own('slot', 'slot', { text: true }),
    own('seconds', 'seconds', { show: t => short(t.get('seconds'), 3) }), own('reason', 'reason', { text: true }),
  ];
}

/** What all rows share says nothing in these columns: a value that is usual, or none. @type {Record<string, any>} */
const USUAL = { diverged: 0, failed: 0, replicate: 0, attempts: 1, excess: 0, reason: '', tokens_per_second: 0, std: 0, remarks: '' };

/** Columns that are there at first. @param {Column[]} columns @param {any[]} rows */
const telling = (columns, rows) => columns.filter(({ key, get }) => !(key in USUAL)
  || rows.some(row => ![null, undefined, 0, '', USUAL[key]].includes(get(row)) && get(row).length !== 0)).map(c => c.key);

/** The card with the table, wherever it stands. @param {Session} session @param {string} [href] address where it stands alone */
export function rankCard(session, href) {
  const model = session.known, host = el('div', { id: 'table' }), note = el('span'), chooser = el('div.choices');
  let isTrials = query().rows === 'trials' || !model.metric;
  /** @type {Column[]} */
  let columns = [];
  /** @type {Table<any>} */
  let table;

  const visible = () => {
    const chosen = query().cols?.split(',') ?? telling(columns, isTrials ? model.trials : model.ranking);
    return columns.filter(c => chosen.includes(c.key));
  };
  function begin() {
    columns = isTrials ? trialColumns(session) : configurationColumns(session);
    const sort = query().sort ?? (isTrials ? (model.maximize ? '-metric' : 'metric') : ''), now = visible();
    table = new Table(host, {
      name: `Ranking of ${session.name}`, columns: now, sort: columns.some(c => c.key === sort.replace(/^-/, '')) ? sort : '',
      sorted: key => remember({ sort: key }), mark: row => row.rank === 1 ? 'first' : '',
    });
    chooser.replaceChildren(...columns.map(c => el('label', {},
      el('input', { type: 'checkbox', checked: now.includes(c), 'data-key': c.key, onchange: choose }), ` ${c.title}`)));
    update();
  }
  function choose() {
    const boxes = [...chooser.querySelectorAll('input')].filter(box => box.checked);
    remember({ cols: boxes.map(box => box.getAttribute('data-key')).join(',') });
    update();
  }
  function update() {
    const kept = model.isNarrowed && new Set(model.shown.map(t => t.config));
    const list = isTrials ? model.shown : kept ? model.ranking.filter(row => kept.has(row.config)) : model.ranking;
    const tied = model.ranking.filter(row => row.rank === 1).length;
    table.columns = visible();
    table.show(list);
    note.textContent = isTrials ? plural(list.length, 'trial')
      : `${model.ranking.length === RANKED ? 'the best ' : ''}${plural(list.length, 'configuration')}`
      + `${tied > 1 ? `; the data cannot tell the first ${tied} apart` : ''}`;
  }
  begin();
  const tools = [
    segments('Rows', [['', 'Configurations'], ['trials', 'Trials']], isTrials ? 'trials' : '', value => {
      isTrials = value === 'trials';
      remember({ rows: value, cols: '', sort: '' });
      begin();
    }),
    el('details.popover', {}, el('summary', { text: 'Columns' }), chooser),
  ];
  return { update, card: card({ id: 'table', title: 'Ranking', note, className: 'full', file: `${session.name}-ranking`, href, tools,
    rows: () => table.csv() }, host) };
}

/** @param {HTMLElement} host @param {Context} context */
export async function show(host, { session, signal }) {
  const filters = filterBar(session), rank = rankCard(session);
  rank.card.classList.add('tall');
  host.append(filters.bar, rank.card);
  session.on(what => {
    if (what === 'state') return;
    filters.update();
    rank.update();
  }, signal);
}
