// Early stopping as a funnel: how many trials reached each rung, and what became of them there.
import { count, plural, rowsOf, share } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { theme } from '../base/theme.js';
import { legend } from './marks.js';

export class Rungs extends Picture {
  static title = 'Rungs';
  /** @type {{rung: Rung, top: number, bottom: number}[]} */ places = [];

  /** @returns {Rung[]} */
  get rungs() { return this.data?.rungs ?? []; }

  draw(pen) {
    const { data, rungs } = this, t = theme();
    this.places = [];
    if (!data) return;
    this.name = data.rule ? `Rungs of ${data.rule}: ` + rungs.map(r => `${r.reached} reached epoch ${r.epoch}`).join(', ')
      : 'Rungs: no early-stopping rule';
    if (!data.rule) return this.empty(pen, 'No early-stopping rule: every trial runs to its end');
    if (!rungs.length) return this.empty(pen, 'No trial has reached a rung yet');
    const brackets = new Set(rungs.map(r => r.bracket)).size, left = brackets > 1 ? 128 : 76, right = Math.min(200, this.width * .36);
    const top = 26, step = Math.min(58, (this.height - top - 8 - (brackets - 1) * 12) / rungs.length), bar = Math.min(34, step * .7);
    const room = this.width - left - right, middle = left + room / 2, most = Math.max(...rungs.map(r => r.reached));
    const widthOf = rung => Math.max(2, room * rung.reached / most);
    let y = top;
    rungs.forEach((rung, i) => {
      const wide = widthOf(rung), from = middle - wide / 2, below = rungs[i + 1];
      if (i && rung.bracket !== rungs[i - 1].bracket) y += 12;
      if (below?.bracket === rung.bracket) {
        const half = widthOf(below) / 2;
        pen.fill({ color: t.accent, alpha: .12 }, [from, y + bar, from + wide, y + bar, middle + half, y + step, middle - half, y + step]);
      }
      let at = from;
      for (const [n, color] of parts(rung, t)) {
        pen.rect(at, y, Math.max(0, wide * n / rung.reached), bar, { color });
        at += wide * n / rung.reached;
      }
      pen.text(left - 12, y + bar / 2 + 4, `${brackets > 1 ? `bracket ${rung.bracket}, ` : ''}epoch ${rung.epoch}`,
        { color: t.ink, align: 'end' });
      const onward = rung.promoted === null ? '' : `, ${share(rung.promoted / rung.reached)} went on`;
      pen.text(left + room + 12, y + bar / 2 + 4, `${count(rung.reached)} reached${onward}`, { color: t.dim });
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

  csv() { return rowsOf(this.rungs, ['bracket', 'epoch', 'reached', 'promoted', 'stopped', 'waiting']); }
}

/** @param {Rung} rung @param {Theme} t @returns {[number, string][]} */
function parts(rung, t) {
  const [on, stopped, waiting] = [rung.promoted ?? 0, rung.stopped ?? 0, rung.waiting ?? 0];
  return [[on, t.accent], [waiting, t.series[6]], [stopped, t.warn], [Math.max(0, rung.reached - on - stopped - waiting), t.line]];
}
