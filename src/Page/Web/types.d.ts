// Shapes that the modules hand to each other; the checker of TypeScript reads them (tsc -p src/Page/Web), the browser does not.

type Child = Node | string | null | undefined | false;
/** What a name such as "p.warning" makes. */
type ElementOf<N extends string> = N extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[N]
  : N extends `${infer T extends keyof HTMLElementTagNameMap}.${string}` ? HTMLElementTagNameMap[T] : HTMLElement;
type Model = import('./base/model.js').Model;
type Trial = import('./base/model.js').Trial;
type Picture = import('./base/picture.js').Picture;
type Session = import('./base/session.js').Session;
/** signal: the page is left */
type Context = { session: Session, go: (path: string) => void, signal: AbortSignal };
/** trials: news of the stream; shown: another choice by brush or filter */
type What = 'trials' | 'ranking' | 'shown' | 'state';

/** What the server tells of a trial; sound: its configuration can be the best: constraints hold, no seed of it diverged */
type TrialColumns = { status: string, metric: number | null, best_epoch: number | null, epochs_done: number, epochs: number,
  attempts: number, failures: number, replicate: number, seed: string, slot: string | null, started_at: number | null,
  ended_at: number | null, reason: string | null, parent: number | null, config: number, rank: number | null, tied: boolean,
  sound: boolean };

/** What the address says behind "?". */
type Values = { [name: string]: string };
/** A range of numbers, ends included, or a choice of values. */
type Brush = { from: number, to: number } | { values: string[] };
type Place = { page: 'sweeps' | 'nodes' | 'query' | 'missing' } | { page: 'trial', sweep: string, trial: number }
  | { page: 'sweep' | 'ranking' | 'compare' | 'slots' | 'rungs' | 'decisions', sweep: string };
/** Curves of an answer; points: epoch, value, epoch, value, ... */
type CurveSet = { version: string, metric: string, step: number, leftOut: number, note: string | null,
  byTrial: Map<number, { attempt: number, points: Float32Array }> };
type Parameter = { name: string, scale: Kind, values: any[] | null, min: number | null, max: number | null, varies: boolean };

type Token = { kind: 'word' | 'text' | 'number' | 'sign', text: string, at: number };
/** What a row holds under a name. */
type Look = (name: string) => any;
type Test = (look: Look) => boolean;
/** name: of the sweep; path: of its answers; version: what is known, "" for nothing */
type Listener = { name: string, path: string, version: string, hello: (data: any) => void, changes: (data: any) => void,
  state: (state: 'live' | 'waiting') => void };

type Kind = 'linear' | 'log' | 'band';
type Tick = { value: any, text: string };
/** step: width of one category in pixels, 0 of numbers; at: NaN for what has no place */
type Scale = { kind: Kind, domain: any[], range: number[], step: number, at: (value: any) => number, invert: (place: number) => any,
  ticks: (wanted?: number) => Tick[] };
/** The ends of a drawing in pixels: left, right, bottom, top. */
type Box = { x0: number, x1: number, y0: number, y1: number };
type Ink = { color: string, alpha?: number, width?: number, dash?: number[], round?: number };
type Type = { color: string, size?: number, align?: 'start' | 'middle' | 'end', weight?: number, halo?: string };
/** A path is x, y, x, y, ...; behind a place that is NaN it begins anew. */
type Pen = {
  stroke: (ink: Ink, path: ArrayLike<number>) => void, fill: (ink: Ink, path: ArrayLike<number>) => void,
  rect: (x: number, y: number, width: number, height: number, ink: Ink) => void,
  dots: (places: ArrayLike<number>, radius: number, ink: Ink) => void,
  text: (x: number, y: number, text: string, type: Type) => void,
  clip: (x: number, y: number, width: number, height: number, draw: () => void) => void,
  measure: (text: string, size?: number, weight?: number) => number,
};
/** ramp: from good (0) to bad (1) */
type Theme = { ink: string, dim: string, grid: string, line: string, card: string, accent: string, good: string, warn: string, bad: string,
  series: string[], ramp: (t: number) => string, dark: boolean };

type Rows = { head: string[], rows: unknown[][] };
/** text: stands on the left; show: an element instead of the value; csv: another value in files */
type Column<R = any> = { key: string, title: string, get: (row: R) => any, show?: (row: R) => Child, text?: boolean, hint?: string,
  sortless?: boolean, csv?: (row: R) => any };
type Group = { label: string, trials: Trial[] };
/** half: half width of what is drawn, NaN where unknown */
type BandPoint = { epoch: number, n: number, mean: number, sd: number, half: number };
/** n: curves of the group */
type Band = { name: string, color: string, n: number, points: BandPoint[] };
/** by: "" (each trial), "config" or a parameter; smooth: weight of the past, 0 to below 1 */
type CurveOptions = { by: string, show: 'interval' | 'spread', smooth: number, x: string, y: string, metric: string,
  open: (trial: number) => void };
/** points: epoch, value, ... */
type Line = { label: string, color: (t: Theme) => string, points: ArrayLike<number>, faint?: boolean };
/** Row by row, from the lower left on. */
type Grid = { columns: number, rows: number, sums: Float64Array, counts: Float64Array, means: Float64Array };
type Rung = { bracket: number, epoch: number, reached: number, promoted: number | null, stopped: number | null, waiting: number | null };
/** Columns over attempts. */
type SlotData = { from: number, to: number, slots: string[], busy: number[], lost: number, trial: number[], attempt: number[],
  slot: number[], start: number[], end: (number | null)[], outcome: (string | null)[], reason: (string | null)[] };
