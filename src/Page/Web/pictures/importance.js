// How much each parameter matters, with the bounds of what is known, and "cannot tell" where nothing is.
import { share } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { theme } from '../base/theme.js';

export class Importance extends Picture {
  constructor(host) {
    super(host, 'Importance of parameters');
    /** @type {any} the answer of GET importance */
    this.data = null;
  }

  draw(pen) {
    const t = theme(), { data } = this;
    if (!data) return;
    if (data.problem) {
      this.name = `Importance of parameters: ${data.problem}`;
      return this.sentence(pen, data.problem);
    }
    const most = Math.max(1, Math.floor((this.height - 20) / 19)), rows = data.parameters.slice(0, most);
    this.name = 'Importance of parameters: ' + rows.map(r => r.clear ? `${r.parameter} ${share(r.importance)}`
      : `${r.parameter} cannot tell`).join(', ');
    const left = Math.min(this.width * .36, Math.max(50, ...rows.map(r => pen.measure(r.parameter)))) + 10;
    const room = this.width - left - pen.measure('cannot tell') - 12,
      end = Math.max(.05, ...rows.map(r => Math.max(r.importance, r.high ?? 0)));
    const step = Math.min(28, (this.height - 18) / Math.max(1, rows.length));
    const x = v => left + room * Math.min(1, v / end);
    rows.forEach((row, i) => {
      const middle = 4 + step * (i + .5), color = row.clear ? t.accent : t.dim;
      pen.text(left - 10, middle + 4, fit(pen, row.parameter, left - 12), { color: row.clear ? t.ink : t.dim, align: 'end' });
      pen.rect(left, middle - step * .28, Math.max(1.5, x(row.importance) - left), step * .56,
        { color, round: 2, alpha: row.clear ? 1 : .3 });
      if (row.low !== null && row.high !== null) {
        const [a, b] = [x(Math.max(0, row.low)), x(row.high)];
        pen.stroke({ color: t.ink, alpha: .55 }, (move, line) => {
          move(a, middle); line(b, middle); move(a, middle - 3); line(a, middle + 3); move(b, middle - 3); line(b, middle + 3);
        });
      }
      const after = Math.max(x(row.importance), row.high === null ? 0 : x(row.high)) + 7;
      pen.text(after, middle + 4, row.clear ? share(row.importance) : 'cannot tell',
        { color: row.clear ? t.ink : t.dim, weight: row.clear ? 600 : 400, halo: t.card });
    });
    const hidden = data.parameters.length - rows.length;
    pen.text(left, this.height - 5, `bars: share; lines: 90 % bounds${hidden > 0 ? `; ${hidden} more in the CSV` : ''}`,
      { color: t.dim, size: 10.5 });
  }

  sentence(pen, text) {
    const lines = [''];
    for (const word of ('Cannot tell: ' + text).split(' ')) {
      if (pen.measure(`${lines[lines.length - 1]} ${word}`, 12.5) > this.width - 40) lines.push('');
      lines[lines.length - 1] = `${lines[lines.length - 1]} ${word}`.trim();
    }
    lines.forEach((line, i) => pen.text(this.width / 2, this.height / 2 + 18 * (i - (lines.length - 1) / 2), line,
      { color: theme().dim, size: 12.5, align: 'middle' }));
  }

  hint(x, y) {
    const list = this.data?.parameters;
    if (!list) return null;
    const shown = Math.min(list.length, Math.max(1, Math.floor((this.height - 20) / 19))), step = Math.min(28, (this.height - 18) / shown);
    const row = list[Math.floor((y - 4) / step)];
    void x;
    return row && y - 4 < step * shown ? [row.parameter, `${share(row.importance)}, 90 % from ${share(row.low)} to ${share(row.high)}`,
      row.remark || (row.clear ? '' : 'cannot tell')]
      .filter(Boolean) : null;
  }

  csv() {
    const head = ['parameter', 'importance', 'low', 'high', 'p', 'active_share', 'clear', 'remark'];
    return { head, rows: (this.data?.parameters ?? []).map(row => head.map(name => row[name])) };
  }
}
