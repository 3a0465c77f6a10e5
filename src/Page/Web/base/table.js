// A table that keeps only the rows in view, so that a hundred thousand cost as little as thirty.
import { button, el } from './dom.js';
import { short } from './format.js';

const ROW = 28, SPARE = 6;

/** A column of what rows have under its key. @param {string} key @param {string} [title] @param {Partial<Column>} [more]
 * @returns {Column} */
export const column = (key, title = key.replace(/_/g, ' '), more = {}) => ({ key, title, get: row => row[key], ...more });

/** @template R */
export class Table {
  /** @type {R[]} */ rows = [];
  /** @type {R[]} */ given = [];
  /** Rows that are made. */ drawn = '';

  /**
   * @param {HTMLElement} host
   * @param {{name: string, columns: Column<R>[], sort: string, sorted?: (sort: string) => void, mark?: (row: R) => string}} options
   *   sort: a key, with "-" before it when falling, "" for the order given; mark: a class for a row
   */
  constructor(host, options) {
    this.options = options;
    this.columns = options.columns;
    this.sort = options.sort;
    this.head = el('thead');
    this.body = el('tbody');
    this.table = el('table', { 'aria-label': options.name }, this.head, this.body);
    this.scroller = el('div.rows', { tabindex: 0, role: 'region', 'aria-label': options.name, onscroll: () => this.draw() }, this.table);
    host.replaceChildren(this.scroller);
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  /** Key of the column by which it is sorted. */
  get sortKey() { return this.sort.replace(/^-/, ''); }
  get isFalling() { return this.sort.startsWith('-'); }

  show(rows) {
    const by = this.columns.find(c => c.key === this.sortKey);
    this.given = rows;
    this.rows = by ? rows.map((row, i) => ({ row, i, value: by.get(row) }))
      .sort((a, b) => order(a.value, b.value, this.isFalling) || a.i - b.i).map(x => x.row) : rows;
    this.scroller.style.maxHeight = `${(rows.length + 1) * ROW + 18}px`;
    this.drawHead();
    this.drawn = '';
    this.draw();
  }

  sortBy(key) {
    this.sort = this.sort === key ? `-${key}` : this.sort === `-${key}` && this.options.sort === '' ? '' : key;
    this.options.sorted?.(this.sort);
    this.show(this.given);
  }

  drawHead() {
    const focused = this.head.contains(document.activeElement) && document.activeElement?.getAttribute('data-key');
    this.head.replaceChildren(el('tr', {}, ...this.columns.map(({ key, title, text, hint, sortless }) => el('th', {
      scope: 'col', class: text ? 'text' : '', title: hint,
      'aria-sort': sortless ? null : key !== this.sortKey ? 'none' : this.isFalling ? 'descending' : 'ascending',
    }, sortless ? title : button({ 'data-key': key, onclick: () => this.sortBy(key) }, title)))));
    if (focused) /** @type {HTMLElement|null} */ (this.head.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }

  /** Makes the rows in view, unless they are there. */
  draw() {
    const from = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - SPARE),
      to = Math.min(this.rows.length, from + Math.ceil(this.scroller.clientHeight / ROW) + 2 * SPARE);
    if (this.drawn === `${from} ${to}`) return;
    this.drawn = `${from} ${to}`;
    const space = rows => {
      const cell = el('td.space', { colspan: this.columns.length });
      cell.style.height = `${rows * ROW}px`;
      return rows ? [el('tr', { 'aria-hidden': 'true' }, cell)] : [];
    };
    this.table.setAttribute('aria-rowcount', String(this.rows.length + 1));
    this.body.replaceChildren(...space(from), ...this.rows.slice(from, to).map((row, i) => this.row(row, from + i)),
      ...space(this.rows.length - to));
  }

  row(row, i) {
    return el('tr', { 'aria-rowindex': i + 2, class: this.options.mark?.(row) || null },
      ...this.columns.map(c => el('td', { class: c.text ? 'text' : null }, c.show ? c.show(row) : short(c.get(row)))));
  }

  csv() {
    return { head: this.columns.map(c => c.key), rows: this.rows.map(row => this.columns.map(c => (c.csv ?? c.get)(row))) };
  }
}

/** What is not known comes last, whatever the direction. @param {any} a @param {any} b @param {boolean} down */
export function order(a, b, down) {
  const [x, y] = [a, b].map(value => value == null || Number.isNaN(value));
  if (x || y) return Number(x) - Number(y);
  const before = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
  return down ? -before : before;
}
