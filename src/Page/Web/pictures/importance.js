// How much each parameter matters, with the bounds of what is known, and "cannot tell" where nothing is.
import { rowsOf, share } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { theme } from '../base/theme.js';

export class Importance extends Picture {
  static title = 'Importance of parameters';

  /** @returns {any[]} rows of the answer */
  get rows() { return this.data?.parameters ?? []; }

  /** How many rows there is room for, and their height. */
  get layout() {
    const shown = Math.min(this.rows.length, Math.max(1, Math.floor((this.height - 20) / 19)));
    return { shown, step: Math.min(28, (this.height - 18) / Math.max(1, shown)) };
  }

  draw(pen) {
    const t = theme(), { data } = this, { shown, step } = this.layout, rows = this.rows.slice(0, shown);
    if (!data) return;
    this.name = 'Importance of parameters: ' + (data.problem
      ?? rows.map(r => r.clear ? `${r.parameter} ${share(r.importance)}` : `${r.parameter} cannot tell`).join(', '));
    if (data.problem) return this.empty(pen, `Cannot tell: ${data.problem}`);
    const left = Math.min(this.width * .36, Math.max(50, ...rows.map(r => pen.measure(r.parameter)))) + 10;
    const room = this.width - left - pen.measure('cannot tell') - 12;
    const end = Math.max(.05, ...rows.flatMap(r => [r.importance, r.high ?? 0]));
    const x = v => left + room * Math.min(1, v / end);
    rows.forEach(({ parameter, importance, low, high, clear }, i) => {
      const middle = 4 + step * (i + .5), ink = clear ? t.ink : t.dim;
      pen.text(left - 10, middle + 4, fit(pen, parameter, left - 12), { color: ink, align: 'end' });
      pen.rect(left, middle - step * .28, Math.max(1.5, x(importance) - left), step * .56,
        { color: clear ? t.accent : t.dim, round: 2, alpha: clear ? 1 : .3 });
      if (low !== null && high !== null) {
        const ends = [x(Math.max(0, low)), x(high)], tips = ends.flatMap(at => [NaN, NaN, at, middle - 3, at, middle + 3]);
        pen.stroke({ color: t.ink, alpha: .55 }, [ends[0], middle, ends[1], middle, ...tips]);
      }
      pen.text(Math.max(x(importance), x(high ?? 0)) + 7, middle + 4, clear ? share(importance) : 'cannot tell',
        { color: ink, weight: clear ? 600 : 400, halo: t.card });
    });
    const hidden = this.rows.length - shown;
    pen.text(left, this.height - 5, `bars: share; lines: 90 % bounds${hidden > 0 ? `; ${hidden} more in the CSV` : ''}`,
      { color: t.dim, size: 10.5 });
  }

  hint(x, y) {
    const { shown, step } = this.layout, i = Math.floor((y - 4) / step), row = i < shown && this.rows[i];
    void x;
    return row ? [row.parameter, `${share(row.importance)}, 90 % from ${share(row.low)} to ${share(row.high)}`,
      row.remark || (row.clear ? '' : 'cannot tell')].filter(Boolean) : null;
  }

  csv() { return rowsOf(this.rows, ['parameter', 'importance', 'low', 'high', 'p', 'active_share', 'clear', 'remark']); }
}
