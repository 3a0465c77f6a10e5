// A table that keeps only the rows in view, so that a hundred thousand cost as little as thirty.
import { el } from './dom.js';
import { short } from './format.js';

const ROW = 28, SPARE = 6;

/** @template R */
export class Table {
  /**
   * @param {HTMLElement} host
   * @param {{name: string, columns: Column<R>[], sort: string, sorted?: (sort: string) => void, mark?: (row: R) => string}} options
   *   sort: a key, with "-" before it when falling, "" for the order given; mark: a class for a row
   */
  constructor(host, options) {
    this.options = options;
    this.columns = options.columns;
    this.sort = options.sort;
    /** @type {R[]} */ this.rows = [];
    /** @type {R[]} */ this.given = [];
    /** @type {[number, number]|null} rows that are made */ this.drawn = null;
    this.head = el('thead');
    this.body = el('tbody');
    this.table = el('table', { 'aria-label': options.name }, this.head, this.body);
    this.scroller = el('div', { className: 'rows', tabindex: 0, role: 'region', 'aria-label': options.name, onscroll: () => this.draw() },
      this.table);
    host.replaceChildren(this.scroller);
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  show(rows) {
    this.given = rows;
    const down = this.sort.startsWith('-'), column = this.columns.find(c => c.key === this.sort.replace(/^-/, ''));
    this.rows = column ? rows.map((row, i) => ({ row, i, value: column.get(row) }))
      .sort((a, b) => order(a.value, b.value, down) || a.i - b.i).map(x => x.row) : rows;
    this.scroller.style.maxHeight = `${(rows.length + 1) * ROW + 18}px`;
    this.drawHead();
    this.draw(true);
  }

  setColumns(columns) {
    this.columns = columns;
    this.show(this.given);
  }

  sortBy(key) {
    this.sort = this.sort === key ? `-${key}` : this.sort === `-${key}` && this.options.sort === '' ? '' : key;
    this.options.sorted?.(this.sort);
    this.show(this.given);
  }

  drawHead() {
    const now = this.sort.replace(/^-/, ''), focused = document.activeElement?.getAttribute('data-key');
    this.head.replaceChildren(el('tr', {}, ...this.columns.map(c => c.sortless
      ? el('th', { scope: 'col', text: c.title, className: c.text ? 'text' : '' })
      : el('th', {
        scope: 'col', className: c.text ? 'text' : '', title: c.hint,
        'aria-sort': c.key !== now ? 'none' : this.sort.startsWith('-') ? 'descending' : 'ascending',
      }, el('button', { type: 'button', 'data-key': c.key, onclick: () => this.sortBy(c.key) }, c.title)))));
    if (focused) /** @type {HTMLElement|null} */ (this.head.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {boolean} [anew] rows changed, so that those in view are made anew */
  draw(anew = false) {
    const from = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - SPARE),
      to = Math.min(this.rows.length, from + Math.ceil(this.scroller.clientHeight / ROW) + 2 * SPARE);
    if (!anew && this.drawn && this.drawn[0] === from && this.drawn[1] === to) return;
    this.drawn = [from, to];
    const space = rows => {
      const cell = el('td', { colspan: this.columns.length, className: 'space' });
      cell.style.height = `${rows * ROW}px`;
      return el('tr', { 'aria-hidden': 'true' }, cell);
    };
    this.table.setAttribute('aria-rowcount', String(this.rows.length + 1));
    this.body.replaceChildren(...(from ? [space(from)] : []), ...this.rows.slice(from, to).map((row, i) => this.row(row, from + i)),
      ...(to < this.rows.length ? [space(this.rows.length - to)] : []));
  }

  row(row, i) {
    return el('tr', { 'aria-rowindex': i + 2, className: this.options.mark?.(row) || null },
      ...this.columns.map(c => el('td', { className: c.text ? 'text' : null },
      c.show ? c.show(row) : short(c.get(row)))));
  }

  csv() {
    return { head: this.columns.map(c => c.key), rows: this.rows.map(row => this.columns.map(c => (c.csv ?? c.get)(row))) };
  }
}

/** What is not known comes last, whatever the direction. @param {any} a @param {any} b @param {boolean} down */
export function order(a, b, down) {
  const [x, y] = [a, b].map(v => v === null || v === undefined || Number.isNaN(v));
  if (x || y) return Number(x) - Number(y);
  const before = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
  return down ? -before : before;
}
