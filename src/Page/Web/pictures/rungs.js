// Early stopping as a funnel: how many trials reached each rung, and what became of them there.
import { count, plural, share } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { theme } from '../base/theme.js';
import { legend } from './marks.js';

export class Rungs extends Picture {
  constructor(host) {
    super(host, 'Rungs');
    /** @type {any} the answer of GET rungs */
    this.data = null;
    /** @type {{rung: Rung, top: number, bottom: number}[]} */
    this.places = [];
  }

  /** @returns {Rung[]} */
  get rungs() { return this.data?.rungs ?? []; }

  draw(pen) {
    const { data, rungs } = this, t = theme();
    this.places = [];
    if (!data) return;
    if (!data.rule) { this.name = 'Rungs: no early-stopping rule'; return this.empty(pen,
      'No early-stopping rule: every trial runs to its end'); }
    this.name = `Rungs of ${data.rule}: ` + rungs.map(r => `${r.reached} reached epoch ${r.epoch}`).join(', ');
    if (!rungs.length) return this.empty(pen, 'No trial has reached a rung yet');
    const brackets = new Set(rungs.map(r => r.bracket)).size, left = brackets > 1 ? 128 : 76, right = Math.min(200, this.width * .36);
    const top = 26, gaps = (brackets - 1) * 12, step = Math.min(58, (this.height - top - 8 - gaps) / rungs.length),
      bar = Math.min(34, step * .7);
    const room = this.width - left - right, middle = left + room / 2, most = Math.max(...rungs.map(r => r.reached));
    let y = top, before = rungs[0].bracket;
    rungs.forEach((rung, i) => {
      if (rung.bracket !== before) { y += 12; before = rung.bracket; }
      const wide = Math.max(2, room * rung.reached / most), from = middle - wide / 2;
      const next = rungs[i + 1]?.bracket === rung.bracket ? Math.max(2, room * rungs[i + 1].reached / most) : 0;
      if (next) {
        pen.fill({ color: t.accent, alpha: .12 }, (move, line) => {
          move(from, y + bar); line(from + wide, y + bar); line(middle + next / 2, y + step); line(middle - next / 2, y + step);
        });
      }
      let at = from;
      for (const [n, color] of parts(rung, t)) {
        pen.rect(at, y, Math.max(0, wide * n / rung.reached), bar, { color });
        at += wide * n / rung.reached;
      }
      pen.text(left - 12, y + bar / 2 + 4, `${brackets > 1 ? `bracket ${rung.bracket}, ` : ''}epoch ${rung.epoch}`,
        { color: t.ink, align: 'end' });
      const words = rung.promoted === null ? `${count(rung.reached)} reached`
        : `${count(rung.reached)} reached, ${share(rung.promoted / rung.reached)} went on`;
      pen.text(left + room + 12, y + bar / 2 + 4, words, { color: t.dim });
      this.places.push({ rung, top: y, bottom: y + step });
      y += step;
    });
    legend(pen, [['went on', t.accent], ['stopped', t.warn], ['waiting', t.series[6]], ['running, or not compared', t.line]], left, 5);
  }

  hint(x, y) {
    void x;
    const rung = this.places.find(p => y >= p.top && y < p.bottom)?.rung;
    return rung ? [`epoch ${rung.epoch}${rung.bracket ? `, bracket ${rung.bracket}` : ''}`, `${plural(rung.reached, 'trial')} reached it`,
      ...(rung.promoted === null ? ['nobody is compared here'] : [`${count(rung.promoted)} went on`, `${count(rung.stopped ?? 0)} stopped`,
        `${count(rung.waiting ?? 0)} waiting`])] : null;
  }

  csv() {
    const head = ['bracket', 'epoch', 'reached', 'promoted', 'stopped', 'waiting'];
    return { head, rows: this.rungs.map(rung => head.map(name => /** @type {any} */ (rung)[name])) };
  }
}

/** @param {Rung} rung @param {Theme} t @returns {[number, string][]} */
function parts(rung, t) {
  const [on, stopped, waiting] = [rung.promoted ?? 0, rung.stopped ?? 0, rung.waiting ?? 0];
  return [[on, t.accent], [waiting, t.series[6]], [stopped, t.warn], [Math.max(0, rung.reached - on - stopped - waiting), t.line]];
}
