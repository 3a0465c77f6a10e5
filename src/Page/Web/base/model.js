// The trials of a sweep as the page knows them, which of them are shown, and how news change them. Pure: it asks nobody.
import { key, extent } from './scale.js';
import { within } from './address.js';

/** What news tell of each trial. */
const FIELDS = ['metric', 'best_epoch', 'epochs_done', 'attempts', 'failures', 'started_at', 'ended_at', 'reason'];
const COLUMNS = [...FIELDS, 'epochs', 'replicate', 'seed', 'parent', 'config', 'rank', 'tied', 'sound'];
const OWN = ['status', 'rank', 'best_epoch', 'epochs_done', 'epochs', 'attempts', 'failures', 'replicate', 'seed', 'slot', 'reason',
  'parent', 'config'];
const OF_RANK = ['mean', 'std', 'best', 'excess', 'replicates', 'diverged', 'failed'];

/** What a trial has until the server tells more. @type {TrialColumns} */
const PLANNED = { status: 'planned', metric: null, best_epoch: null, epochs_done: 0, epochs: 0, attempts: 0, failures: 0, replicate: 0,
  seed: '', slot: null, started_at: null, ended_at: null, reason: null, parent: null, config: 0, rank: null, tied: false, sound: true };

/** @type {new () => TrialColumns} */
const Columns = /** @type {any} */ (Object);

/** One trial: its columns are its own, and values of its parameters are in the columns of the model. */
export class Trial extends Columns {
  /** Epoch, value, ... @type {Float32Array|null} */ curve = null;
  shown = true;

  /** @param {Model} model @param {number} place in the columns @param {number} number @param {Partial<TrialColumns>} values */
  constructor(model, place, number, values) {
    super();
    this.model = model;
    this.place = place;
    this.number = number;
    Object.assign(this, PLANNED, values);
  }

  /** Nothing of it changes any more. */
  get isOver() { return !['planned', 'running', 'paused'].includes(this.status); }

  /** Whether it can be the best one: it has a value, did not diverge, fail or lose its place, and its configuration can be it. */
  get counts() { return this.sound && this.metric !== null && ['running', 'completed', 'stopped'].includes(this.status); }

  /** Value of a parameter; undefined where the trial has none. @param {string} name */
  value(name) { return this.model.columns.get(name)?.[this.place] ?? this.model.always[name]; }

  /** What a filter or a column asks for. @param {string} name */
  get(name) {
    if (name === 'trial') return this.number;
    if (name === 'metric' || name === this.model.metric) return this.metric;
    if (name === 'seconds') return this.started_at === null ? null : ((this.ended_at ?? Date.now()) - this.started_at) / 1000;
    if (OWN.includes(name)) return /** @type {any} */ (this)[name];
    return OF_RANK.includes(name) ? this.model.ranked.get(this.config)?.[name] ?? null : this.value(name);
  }
}

export class Model {
  /** By number. @type {Trial[]} */ trials = [];
  /** @type {Map<number, Trial>} */ byNumber = new Map();
  /** Values of parameters, by place. @type {Map<string, any[]>} */ columns = new Map();
  /** @type {Record<string, any>} */ always = {};
  /** Rows of the ranking, by configuration. @type {Map<number, any>} */ ranked = new Map();
  /** Rows of the ranking, in order. @type {any[]} */ ranking = [];
  version = '';
  /** @type {Map<string, Brush>} */ brushes = new Map();
  /** @type {Test} */ test = () => true;
  /** Trials within brushes and filter. @type {Trial[]} */ shown = [];
  /** @type {Map<Trial[], Trial[]>} */ orders = new Map();
  /** Another number whenever more changed than reports of trials that run. */ stamp = 0;
  step = 1;
  leftOut = 0;
  /** @type {string|null} */ note = null;
  asking = 0;
  /** News that came while an answer was asked for. @type {any[]} */ kept = [];

  /** @param {any} facts of GET /api/s/NAME */
  constructor(facts) { this.facts = facts; }

  get metric() { return this.facts.metric; }
  get maximize() { return this.facts.goal === 'maximize'; }
  get isNarrowed() { return this.shown.length !== this.trials.length; }

  /** @returns {Parameter[]} those that differ between trials */
  get varying() { return this.facts.parameters.filter(p => p.varies); }

  /** Names that a filter may ask for. @returns {string[]} */
  get names() {
    const parameters = this.facts.parameters.map(p => p.name);
    return [...new Set(['trial', 'metric', this.metric, ...OWN, 'seconds', ...OF_RANK, ...parameters])].filter(Boolean);
  }

  /** Trials that count, best first; equal values by number. All, or those shown, are sorted once. @param {Trial[]} [trials]
   * @returns {Trial[]} */
  sorted(trials = this.trials) {
    const sign = this.maximize ? -1 : 1, known = this.orders.get(trials);
    if (known) return known;
    const order = trials.filter(t => t.counts).sort((a, b) => sign * (Number(a.metric) - Number(b.metric)));
    if (trials === this.trials || trials === this.shown) this.orders.set(trials, order);
    return order;
  }

  /** The best trial that counts. @returns {Trial|null} */
  get best() { return this.sorted()[0] ?? null; }

  /** Takes all trials anew; what is drawn of them stays until curves come. @param {any} data of GET /api/s/NAME/trials */
  takeTrials(data) {
    const old = this.byNumber, names = COLUMNS.filter(name => data[name]);
    this.version = data.version;
    this.always = data.always;
    this.columns = new Map(Object.entries(data.params));
    this.trials = data.number.map((number, i) => {
      const trial = new Trial(this, i, number, { status: data.statuses[data.status[i]], slot: data.slots[data.slot[i]] ?? null });
      trial.curve = old.get(number)?.curve ?? null;
      for (const name of names) /** @type {any} */ (trial)[name] = data[name][i];
      return trial;
    });
    this.byNumber = new Map(this.trials.map(t => [t.number, t]));
    this.choose();
    for (const news of [...this.kept]) if (isLater(news.version, data.version)) this.takeChanges(news);
  }

  /** An answer that was read before news may come after them: news are kept until it is there. @returns {() => void} ends it */
  keepNews() {
    this.asking++;
    return () => { if (--this.asking === 0) this.kept = []; };
  }

  takeCurves(curves) {
    for (const trial of this.trials) trial.curve = curves.byTrial.get(trial.number)?.points ?? null;
    this.stamp++;
    [this.step, this.leftOut, this.note] = [curves.step, curves.leftOut, curves.note];
    for (const news of this.kept) if (news.curves && isLater(news.version, curves.version)) this.takePoints(news.curves);
  }

  /** Takes the ranking: its rows know their trials, and these their rank; trials beyond a ranking that is cut keep theirs.
   * @param {any} data of GET /api/s/NAME/top @param {number} [most] rows that were asked for */
  takeRanking(data, most = Infinity) {
    const isCut = data.rows.length >= most, end = (isCut && data.rows.at(-1).rank) || Infinity;
    for (const trial of this.trials) if (Number(trial.rank) <= end) [trial.rank, trial.tied] = [null, false];
    this.ranking = data.rows;
    this.ranked.clear();
    for (const row of data.rows) {
      const trials = (row.trials ?? []).flatMap(number => this.byNumber.get(number) ?? []);
      for (const trial of trials) {
        [trial.rank, trial.tied, trial.sound] = [row.rank, row.tied, row.holds !== false && !row.diverged];
        this.ranked.set(trial.config, row);
      }
      row.config = trials[0]?.config ?? null;
    }
    if (!isCut) return;
    // Beyond the cut are those that broke a constraint or diverged once, however good their value.
    for (const trial of this.trials) if (trial.isOver && trial.rank === null && !this.ranked.has(trial.config)) trial.sound = false;
  }

  /** Takes news of the stream; again is harmless. @param {any} data of the event "changes"
   * @returns {boolean} false = it is older than what is known */
  takeChanges(data) {
    if (!isNewer(data.version, this.version)) return false;
    this.version = data.version;
    if (this.asking && !this.kept.includes(data)) this.kept.push(data);
    for (const added of data.added ?? []) this.add(added);
    const news = data.trials, { stamp, facts } = this;
    // What of an ended trial is taken back is drawn already.
    const isAnew = data.curves?.reset?.some(number => this.byNumber.get(number)?.isOver);
    news?.number.forEach((number, i) => {
      const trial = this.byNumber.get(number);
      if (!trial) return;
      [trial.status, trial.slot] = [news.status[i], news.slot[i]];
      for (const name of FIELDS) /** @type {any} */ (trial)[name] = news[name][i];
    });
    if (data.curves) this.takePoints(data.curves);
    Object.assign(facts, { status: data.status, final_trials: data.final_trials, trials: this.trials.length });
    this.choose();
    if (!isAnew) this.stamp = stamp;
    return true;
  }

  add({ number, params, ...columns }) {
    if (this.byNumber.has(number)) return;
    const place = this.trials.length, trial = new Trial(this, place, number, columns);
    for (const [name, value] of Object.entries(params)) {
      if (name in this.always && key(this.always[name]) === key(value)) continue;
      let column = this.columns.get(name);
      if (!column) {
        this.columns.set(name, column = Array(place).fill(this.always[name] ?? null));
        delete this.always[name];
        for (const fact of this.facts.parameters) if (fact.name === name) fact.varies = true;
      }
      column[place] = value;
    }
    this.trials.push(trial);
    this.byNumber.set(number, trial);
  }

  /** Adds points to curves. A curve in "reset" begins anew, for a newer attempt has replaced what it had; a point of an epoch that is known
   * replaces it. @param {{trial: number[], epoch: number[], value: (number|null)[], reset?: number[]}} news */
  takePoints(news) {
    /** @type {Map<number, number[]>} */
    const fresh = new Map();
    for (const number of news.reset ?? []) Object.assign(this.byNumber.get(number) ?? {}, { curve: null });
    news.trial.forEach((number, i) => {
      if (!fresh.has(number)) fresh.set(number, []);
      fresh.get(number)?.push(news.epoch[i], news.value[i] ?? NaN);
    });
    for (const [number, points] of fresh) {
      const trial = this.byNumber.get(number);
      // Of a curve that was left out the end alone would mislead.
      if (trial && (trial.curve || !this.leftOut || points[0] === 1)) trial.curve = merged(trial.curve, points);
    }
  }

  /** Finds anew which trials are within brushes and filter. */
  choose() {
    const brushes = [...this.brushes];
    this.stamp++;
    this.orders.clear();
    for (const trial of this.trials) {
      trial.shown = brushes.every(([name, brush]) => within(brush, name === this.metric ? trial.metric : trial.value(name), key))
        && this.test(name => trial.get(name));
    }
    this.shown = this.trials.filter(trial => trial.shown);
  }

  /** The scale of a parameter: as the sweep file says, never guessed from the results. @param {string} name
   * @returns {{kind: Kind, domain: any[]}} */
  axis(name) {
    const fact = this.facts.parameters.find(p => p.name === name), found = this.columns.get(name) ?? [];
    if ((fact?.scale ?? 'band') === 'band') {
      const values = [...(fact?.values ?? []), ...found].filter(value => value != null);
      return { kind: 'band', domain: [...new Map(values.map(value => [key(value), value])).values()] };
    }
    const ends = extent([fact.min, fact.max, ...found]) ?? [0, 1];
    return { kind: fact.scale === 'log' && ends[0] > 0 ? 'log' : 'linear', domain: ends };
  }
}

/** Versions are SERVER-COUNT. @param {string} version @returns {[string, number]} */
const parts = version => { const at = version.lastIndexOf('-'); return [version.slice(0, at), Number(version.slice(at + 1))]; };

/** Which server a version is of. @param {string} version */
export const serverOf = version => parts(version)[0];

/** Of one server the larger count is later. @param {string} version @param {string} known */
const isLater = (version, known) => serverOf(version) === serverOf(known) && parts(version)[1] > parts(known)[1];

/** Another server is always news. @param {string} version @param {string} known */
export const isNewer = (version, known) => serverOf(version) !== serverOf(known) || isLater(version, known);

/** A curve with more points: by epoch, each epoch once, the newer value.
 * @param {Float32Array|null} curve @param {number[]} points epoch, value, ... @returns {Float32Array} */
export function merged(curve, points) {
  const last = curve?.length ? curve[curve.length - 2] : -Infinity;
  // Nearly always points are those of the next epochs.
  const isNext = points.every((epoch, i) => i % 2 === 1 || epoch > (i ? points[i - 2] : last));
  const all = curve ? [...curve, ...points] : points;
  if (isNext) return new Float32Array(all);
  const byEpoch = new Map(all.flatMap((epoch, i) => i % 2 === 0 ? [[epoch, all[i + 1]]] : []));
  return new Float32Array([...byEpoch].sort((a, b) => a[0] - b[0]).flat());
}
