// One sweep, open in this tab: its model, kept up to date by the stream, and who wants to know.
import { ApiError, get, getCurves } from './api.js';
import { putQuery, query, readBrushes, withBrushes } from './address.js';
import { filter, FilterError } from './filter.js';
import { follow } from './live.js';
import { isNewer, Model, serverOf } from './model.js';

/** Rows of a ranking that are asked for. */
export const RANKED = 10000;

const wait = ms => new Promise(done => setTimeout(done, ms));

/** Acts so many milliseconds after the last action has ended at the earliest, and once more after the last call; never twice at a time,
 * and not while nobody sees the page. A server that is away is asked again at the next call.
 * @param {number} ms @param {() => void|Promise<void>} action */
export function seldom(ms, action) {
  let isWanted = false, isBusy = false, last = -Infinity;
  const act = async () => {
    if (document.hidden) return document.addEventListener('visibilitychange', act, { once: true });
    isWanted = false;
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    } finally {
      last = performance.now();
      isBusy = false;
      if (isWanted) begin();
    }
  };
  const begin = () => {
    isBusy = true;
    setTimeout(act, Math.max(0, last + ms - performance.now()));
  };
  return () => {
    isWanted = true;
    if (!isBusy) begin();
  };
}

/** Asks, and takes the answer unless it was asked again since: an older answer, or its failure, never replaces a newer one.
 * @template T @param {() => Promise<T>} ask @param {(answer: T) => void} take @returns {() => Promise<void>} */
export function newest(ask, take) {
  let asked = 0;
  return async () => {
    const mine = ++asked;
    try {
      const answer = await ask();
      if (mine === asked) take(answer);
    } catch (error) {
      if (mine === asked) throw error;
    }
  };
}

export class Session {
  /** @type {Set<(what: What, data?: any) => void>} */ listeners = new Set();
  /** When facts and trials are there. @type {Promise<void>|undefined} */ opened = undefined;
  /** When the ranking is there. @type {Promise<void>|undefined} */ ranked = undefined;
  /** @type {Model|undefined} */ model = undefined;
  /** News that came before there were trials. @type {any[]} */ early = [];
  isLive = false;
  wasGreeted = false;
  filterText = '';
  filterProblem = '';
  writing = 0;
  /** @type {Promise<void>|null} */ curvesTask = null;
  greeted = () => { /* nobody waits */ };
  /** @type {AbortController|undefined} */ end = undefined;

  /** @param {string} name of the sweep */
  constructor(name) {
    this.name = name;
    this.path = `s/${encodeURIComponent(name)}`;
    this.rankSoon = seldom(4000, () => this.loadRanking());
    this.reloadSoon = seldom(1500, () => this.reload());
  }

  /** Facts, trials and ranking; the stream from the first moment, so that nothing falls between. */
  async open() {
    const facts = this.ask(''), top = this.askTop();
    // Trials that are asked for after the stream has begun miss nothing of it.
    const trials = Promise.race([new Promise(done => { this.greeted = () => done(null); }), wait(300)]).then(() => this.ask('trials'));
    follow(this, (this.end = new AbortController()).signal);
    for (const task of [trials, top]) task.catch(() => { /* told by the first one that fails, or by the table */ });
    this.model = new Model(await facts);
    this.readAddress();
    this.model.takeTrials(await trials);
    for (const data of this.early.splice(0)) this.changes(data);
    // The ranking of very many configurations takes a while: the page does not wait for it.
    this.ranked = top.then(data => this.takeRanking(data));
    await Promise.race([this.ranked, wait(400)]);
  }

  close() {
    this.end?.abort();
    clearTimeout(this.writing);
    this.listeners.clear();
  }

  /** @param {(what: What, data?: any) => void} listener @param {AbortSignal} signal ends it */
  on(listener, signal) {
    if (signal.aborted) return;
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener));
  }

  /** Acts when trials change, at most every so many milliseconds. @param {number} ms @param {() => void|Promise<void>} action
   * @param {AbortSignal} signal ends it */
  again(ms, action, signal) {
    const later = seldom(ms, action);
    this.on(what => { if (what === 'trials') later(); }, signal);
  }

  /** @param {What} what @param {any} [data] */
  say(what, data) { for (const listener of this.listeners) listener(what, data); }

  /** @returns {Model} */
  get known() { return /** @type {Model} */ (this.model); }

  /** @param {string} what "" = facts @param {Record<string, any>} [values] @returns {Promise<any>} */
  ask(what, values) { return get(this.path + (what && `/${what}`), values); }

  /** @param {{metric?: string, points?: number, trials?: string|number}} values @returns {Promise<CurveSet>} */
  curves(values) { return getCurves(`${this.path}/curves`, values); }

  /** A ranking of very many configurations is cut; the trials are all there. */
  askTop() { return this.ask('top', { limit: RANKED }); }

  takeRanking(data) {
    this.known.takeRanking(data, RANKED);
    this.known.choose();
    this.say('ranking');
  }

  /** Points per curve: fewer of many trials, for a screen shows no more. */
  get points() { return this.known.trials.length > 10000 ? 25 : this.known.trials.length > 1500 ? 50 : 100; }

  async askCurves() {
    const end = this.known.keepNews();
    try {
      this.known.takeCurves(await this.curves({ points: this.points }));
    } catch (error) {
      this.curvesTask = null;
      throw error;
    } finally {
      end();
    }
  }

  /** Curves of the sweep's own metric, once. */
  ensureCurves() { return this.curvesTask ??= this.askCurves(); }

  /** What follows from trials that ended: ranks, warnings, times. */
  async loadRanking() {
    const [facts, top] = await Promise.all([this.ask(''), this.askTop()]);
    this.known.facts = facts;
    this.takeRanking(top);
  }

  /** All anew: the server is another one, or news were missed. */
  async reload() {
    const end = this.known.keepNews();
    try {
      const [facts, trials, top] = await Promise.all([this.ask(''), this.ask('trials'), this.askTop()]);
      this.known.facts = facts;
      this.known.takeTrials(trials);
      this.takeRanking(top);
      if (this.curvesTask) await (this.curvesTask = this.askCurves());
    } finally {
      end();
    }
    this.say('trials');
  }

  /** Version of what is known, "" for nothing. @returns {string} */
  get version() { return this.model?.version ?? ''; }

  /** @param {'live'|'waiting'} state of the stream */
  state(state) {
    this.isLive = state === 'live';
    this.say('state');
  }

  hello(data) {
    this.greeted();
    // The first stream may have begun after the trials were read; a later one tells what came since they were.
    const known = this.version, isFirst = !this.wasGreeted;
    this.wasGreeted = true;
    if (known && (isFirst ? isNewer(data.version, known) : data.server !== serverOf(known))) this.reloadSoon();
  }

  changes(data) {
    if (!this.model?.version) return void this.early.push(data);
    const { final_trials: done, status } = this.model.facts;
    if (!this.model.takeChanges(data)) return;
    if (this.model.facts.final_trials !== done || this.model.facts.status !== status) this.rankSoon();
    this.say('trials', data);
  }

  /** Brushes and filter as the address has them. */
  readAddress() {
    const values = query();
    this.known.brushes = readBrushes(values);
    this.setFilter(values.f ?? '', false);
  }

  /** @param {string} text @param {boolean} [now] whether to choose and tell */
  setFilter(text, now = true) {
    this.filterText = text;
    this.filterProblem = '';
    try {
      this.known.test = filter(text, this.known.names);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.filterProblem = error.message;
    }
    if (now) this.chosen();
  }

  /** Frees all that narrows it. */
  showAll() {
    this.known.brushes.clear();
    this.setFilter('');
  }

  /** Brushes or filter changed: into the address, and to all who look. */
  chosen() {
    this.known.choose();
    this.say('shown');
    // Browsers refuse more than some hundred changes of the address in a while: one drag would make them.
    clearTimeout(this.writing);
    this.writing = setTimeout(() => this.writeAddress(), 200);
  }

  /** What is still to be written into the address. */
  writeAddress() {
    if (!this.writing) return;
    clearTimeout(this.writing);
    this.writing = 0;
    putQuery(withBrushes({ ...query(), f: this.filterText }, this.known.brushes));
  }
}
