// What the server answers (docs/page.md), asked for in one place.
import { writeQuery } from './address.js';

/** An answer that is none: its status, and the server's sentence. */
export class ApiError extends Error {
  /** @param {string} message @param {number} status 0 = nobody answered */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<Response>} */
async function ask(path, signal) {
  let response;
  try {
    response = await fetch(path, { signal, headers: { Accept: 'application/json' } });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('the server does not answer: it may have ended, and the page goes on when it is there again', 0);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw new ApiError(response.status === 401 ? 'this page needs the link that "sweep ui" printed: open it again'
    : body?.error ?? `the server answered ${response.status} to ${path}`, response.status);
}

/** @param {string} path @param {Record<string, any>} [values] @param {AbortSignal} [signal] @returns {Promise<any>} */
export const get = async (path, values = {}, signal) => (await ask(`/api/${path}${writeQuery(values)}`, signal)).json();

/** @param {string} sweep @param {string} what "" = its facts @param {Record<string, any>} [values] @param {AbortSignal} [signal]
 * @returns {Promise<any>} */
export const ofSweep = (sweep, what, values = {}, signal) => get(`s/${encodeURIComponent(sweep)}${what && '/' + what}`, values, signal);

/** Curves of trials. @param {string} sweep @param {{metric?: string, points?: number, trials?: string}} values
 * @returns {Promise<CurveSet>} */
export async function curves(sweep, values) {
  return unpack(await (await ask(`/api/s/${encodeURIComponent(sweep)}/curves${writeQuery(values)}`)).arrayBuffer());
}

/** Reads the blocks of curves: a header of JSON, then all epochs, then all values. @param {ArrayBuffer} buffer @returns {CurveSet} */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const epochs = new Float32Array(buffer, 4 + length, head.points),
    values = new Float32Array(buffer, 4 + length + 4 * head.points, head.points);
  const byTrial = new Map();
  for (let i = 0, at = 0; i < head.trials.length; i++) {
    const points = new Float32Array(head.count[i] * 2);
    for (let k = 0; k < head.count[i]; k++, at++) {
      points[2 * k] = epochs[at];
      points[2 * k + 1] = values[at];
    }
    byTrial.set(head.trials[i], { attempt: head.attempt[i], points });
  }
  return { version: head.version, metric: head.metric, step: head.step, leftOut: head.left_out, note: head.note, byTrial };
}
