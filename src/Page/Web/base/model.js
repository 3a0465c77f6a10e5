// The trials of a sweep as the page knows them, which of them are shown, and how news change them. Pure: it asks nobody.
import { key, extent } from './scale.js';
import { within } from './address.js';

/** One trial; values of its parameters are in the columns of the model. */
export class Trial {
  /** @param {Model} model @param {number} place in the columns @param {number} number */
  constructor(model, place, number) {
    this.model = model;
    this.place = place;
    this.number = number;
    this.status = 'planned';
    /** @type {number|null} */ this.metric = null;
    /** @type {number|null} */ this.best_epoch = null;
    this.epochs_done = this.epochs = this.attempts = this.failures = this.replicate = 0;
    this.seed = '';
    /** @type {string|null} */ this.slot = null;
    /** @type {number|null} */ this.started_at = null;
    /** @type {number|null} */ this.ended_at = null;
    /** @type {string|null} */ this.reason = null;
    /** @type {number|null} */ this.parent = null;
    this.config = place;
    /** @type {number|null} */ this.rank = null;
    this.tied = false;
    /** Its configuration can be the best: constraints hold, no seed of it diverged. */ this.sound = true;
    /** @type {Float32Array|null} epoch, value, ... */ this.curve = null;
    this.shown = true;
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
    if (name === 'metric' || name === this.model.facts.metric) return this.metric;
    if (name === 'seconds') return this.started_at === null ? null : ((this.ended_at ?? Date.now()) - this.started_at) / 1000;
    if (OWN.includes(name)) return /** @type {any} */ (this)[name];
    const row = this.model.ranked.get(this.config);
    return OF_RANK.includes(name) ? row?.[name] ?? null : this.value(name);
  }
}

const OWN = ['status', 'rank', 'best_epoch', 'epochs_done', 'epochs', 'attempts', 'failures', 'replicate', 'seed', 'slot', 'reason',
  'parent', 'config'];
const OF_RANK = ['mean', 'std', 'best', 'excess', 'replicates', 'diverged', 'failed'];
const FIELDS = ['metric', 'best_epoch', 'epochs_done', 'attempts', 'failures', 'started_at', 'ended_at', 'reason'];

export class Model {
  /** @param {any} facts of GET /api/s/NAME */
  constructor(facts) {
    this.facts = facts;
    /** @type {Trial[]} by number */ this.trials = [];
    /** @type {Map<number, Trial>} */ this.byNumber = new Map();
    /** @type {Map<string, any[]>} */ this.columns = new Map();
    /** @type {Record<string, any>} */ this.always = {};
    /** @type {Map<number, any>} rows of the ranking, by configuration */ this.ranked = new Map();
    /** @type {any[]} rows of the ranking, in order */ this.ranking = [];
    this.version = '';
    /** @type {Map<string, Brush>} */ this.brushes = new Map();
    /** @type {Test} */ this.test = () => true;
    /** @type {Trial[]} trials within brushes and filter */ this.shown = [];
    /** @type {Map<Trial[], Trial[]>} */ this.orders = new Map();
    /** Another number whenever more changed than reports of trials that run. */ this.stamp = 0;
    this.step = 1;
    this.leftOut = 0;
    /** @type {string|null} */ this.note = null;
    this.asking = 0;
    /** @type {any[]} news that came while an answer was asked for */ this.kept = [];
  }

  get metric() { return this.facts.metric; }
  get maximize() { return this.facts.goal === 'maximize'; }

  /** @returns {Parameter[]} those that differ between trials */
  get varying() { return this.facts.parameters.filter(p => p.varies); }

  /** Names that a filter may ask for. */
  get names() {
    return ['trial', 'metric', this.metric, ...OWN, 'seconds', ...OF_RANK,
      ...this.facts.parameters.map(p => p.name)]
      .filter((name, i, all) => name && all.indexOf(name) === i);
  }

  /** True when a is the better value. @param {number} a @param {number} b */
  better(a, b) { return this.maximize ? a > b : a < b; }

  /** Trials that count, best first; equal values by number. All, or those shown, are sorted once. @param {Trial[]} [trials]
   * @returns {Trial[]} */
  sorted(trials = this.trials) {
    const known = this.orders.get(trials);
    if (known) return known;
    const sign = this.maximize ? -1 : 1, order = trials.filter(t => t.counts)
      .sort((a, b) => sign * (Number(a.metric) - Number(b.metric)));
    if (trials === this.trials || trials === this.shown) this.orders.set(trials, order);
    return order;
  }

  /** The best trial that counts. @returns {Trial|null} */
  get best() { return this.sorted()[0] ?? null; }

  /** Takes all trials anew; what is drawn of them stays until curves come. @param {any} data of GET /api/s/NAME/trials */
  takeTrials(data) {
    const old = this.byNumber;
    this.version = data.version;
    this.always = data.always;
    this.columns = new Map(Object.entries(data.params));
    this.trials = data.number.map((number, i) => {
      const trial = new Trial(this, i, number);
      trial.status = data.statuses[data.status[i]];
      trial.slot = data.slot[i] === null ? null : data.slots[data.slot[i]];
      for (const name of [...FIELDS, 'epochs', 'replicate', 'seed', 'parent', 'config', 'rank',
        'tied']) /** @type {any} */ (trial)[name] = data[name]?.[i] ?? null;
      trial.sound = data.sound?.[i] ?? true;
      trial.curve = old.get(number)?.curve ?? null;
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
    for (const t of this.trials) t.curve = curves.byTrial.get(t.number)?.points ?? null;
    this.stamp++;
    this.step = curves.step;
    this.leftOut = curves.leftOut;
    this.note = curves.note;
    for (const news of this.kept) if (news.curves && isLater(news.version, curves.version)) this.takePoints(news.curves);
  }

  /** Takes the ranking: its rows know their trials, and these their rank; trials beyond a ranking that is cut keep theirs.
   * @param {any} data of GET /api/s/NAME/top @param {number} [most] rows that were asked for */
  takeRanking(data, most = Infinity) {
    const end = (data.rows.length < most ? null : data.rows.at(-1).rank) ?? Infinity;
    for (const trial of this.trials) if (Number(trial.rank) <= end) [trial.rank, trial.tied] = [null, false];
    this.ranking = data.rows;
    this.ranked.clear();
    for (const row of data.rows) {
      const numbers = Array.isArray(row.trials) ? row.trials : [];
      for (const number of numbers) {
        const trial = this.byNumber.get(number);
        if (!trial) continue;
        this.ranked.set(trial.config, row);
        trial.rank = row.rank;
        trial.tied = row.tied;
        trial.sound = row.holds !== false && !row.diverged;
      }
      row.config = this.byNumber.get(numbers[0])?.config ?? null;
    }
    if (data.rows.length < most) return;
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
    const news = data.trials, stamp = this.stamp;
    // What of an ended trial is taken back is drawn already.
    const isAnew = (data.curves?.reset ?? []).some(number => this.byNumber.get(number)?.isOver);
    news?.number.forEach((number, i) => {
      const trial = this.byNumber.get(number);
      if (!trial) return;
      trial.status = news.status[i];
      trial.slot = news.slot[i];
      for (const name of FIELDS) /** @type {any} */ (trial)[name] = news[name][i];
    });
    if (data.curves) this.takePoints(data.curves);
    this.facts.status = data.status;
    this.facts.final_trials = data.final_trials;
    this.facts.trials = this.trials.length;
    this.choose();
    if (!isAnew) this.stamp = stamp;
    return true;
  }

  add(added) {
    if (this.byNumber.has(added.number)) return;
    const place = this.trials.length, trial = new Trial(this, place, added.number);
    for (const name of ['replicate', 'seed', 'epochs', 'parent', 'config']) /** @type {any} */ (trial)[name] = added[name];
    for (const [name, value] of Object.entries(added.params)) {
      if (name in this.always && key(this.always[name]) === key(value)) continue;
      let column = this.columns.get(name);
      if (!column) {
        this.columns.set(name, column = Array(place).fill(this.always[name] ?? null));
        delete this.always[name];
        const fact = this.facts.parameters.find(p => p.name === name);
        if (fact) fact.varies = true;
      }
      column[place] = value;
    }
    this.trials.push(trial);
    this.byNumber.set(trial.number, trial);
  }

  /**
   * Adds points to curves. A curve in "reset" begins anew, for a newer attempt has replaced what it had; a point of an epoch that is known
   * replaces it.
   * @param {{trial: number[], epoch: number[], value: (number|null)[], reset?: number[]}} news
   */
  takePoints(news) {
    for (const number of news.reset ?? []) {
      const trial = this.byNumber.get(number);
      if (trial) trial.curve = null;
    }
    /** @type {Map<number, number[]>} */
    const fresh = new Map();
    news.trial.forEach((number, i) => {
      const list = fresh.get(number) ?? [];
      if (!list.length) fresh.set(number, list);
      list.push(news.epoch[i], news.value[i] ?? NaN);
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
    this.shown = [];
    for (const trial of this.trials) {
      trial.shown = this.passes(brushes, trial) && this.test(name => trial.get(name));
      if (trial.shown) this.shown.push(trial);
    }
  }

  passes(brushes, trial) {
    return brushes.every(([name, brush]) => within(brush, name === this.metric ? trial.metric : trial.value(name), key));
  }

  get isNarrowed() { return this.shown.length !== this.trials.length; }

  /** The scale of a parameter: as the sweep file says, never guessed from the results. @param {string} name
   * @returns {{kind: Kind, domain: any[]}} */
  axis(name) {
    const fact = this.facts.parameters.find(p => p.name === name);
    const found = this.columns.get(name) ?? [];
    const kind = fact?.scale ?? 'band';
    if (kind === 'band') {
      const values = [...(fact?.values ?? [])], known = new Set(values.map(key));
      for (const value of found) {
        if (value === null || value === undefined || known.has(key(value))) continue;
        known.add(key(value));
        values.push(value);
      }
      return { kind, domain: values };
    }
    const ends = extent([fact?.min, fact?.max, ...found]) ?? [0, 1];
    return { kind: kind === 'log' && ends[0] > 0 ? 'log' : 'linear', domain: ends };
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

/**
 * A curve with more points: by epoch, each epoch once, the newer value.
 * @param {Float32Array|null} curve @param {number[]} points epoch, value, ... @returns {Float32Array}
 */
export function merged(curve, points) {
  if (!curve?.length) return ordered(points);
  const last = curve[curve.length - 2];
  let rising = points[0] > last;
  for (let i = 2; rising && i < points.length; i += 2) rising = points[i] > points[i - 2];
  if (!rising) return ordered([...curve, ...points]);
  const out = new Float32Array(curve.length + points.length);
  out.set(curve);
  out.set(points, curve.length);
  return out;
}

function ordered(points) {
  const byEpoch = new Map();
  for (let i = 0; i < points.length; i += 2) byEpoch.set(points[i], points[i + 1]);
  return new Float32Array([...byEpoch].sort((a, b) => a[0] - b[0]).flat());
}
