// What the server answers (docs/page.md), asked for in one place.
import { writeQuery } from './address.js';

/** An answer that is none: its status (0 = nobody answered), and the server's sentence. */
export class ApiError extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The server ended, or closed the connection, before or in the middle of an answer. @returns {never} */
function gone() {
  throw new ApiError('the server does not answer: it may have ended, and the page goes on when it is there again', 0);
}

/** @param {string} path @param {Record<string, any>} values @returns {Promise<Response>} */
async function ask(path, values) {
  const response = await fetch(`/api/${path}${writeQuery(values)}`, { headers: { Accept: 'application/json' } }).catch(gone);
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw new ApiError(response.status === 401 ? 'this page needs the link that "sweep ui" printed: open it again'
    : body?.error ?? `the server answered ${response.status} to ${path}`, response.status);
}

/** @param {string} path @param {Record<string, any>} [values] @returns {Promise<any>} */
export const get = async (path, values = {}) => (await ask(path, values)).json().catch(gone);

/** @param {string} path @param {Record<string, any>} values */
export const getCurves = async (path, values) => unpack(await (await ask(path, values)).arrayBuffer().catch(gone));

/** Reads the blocks of curves: a header of JSON, then all epochs, then all values. @param {ArrayBuffer} buffer @returns {CurveSet} */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const epochs = new Float32Array(buffer, 4 + length, head.points),
    values = new Float32Array(buffer, 4 + length + 4 * head.points, head.points);
  let at = 0;
  const byTrial = new Map(head.trials.map((trial, i) => {
    const points = new Float32Array(head.count[i] * 2);
    for (let k = 0; k < points.length; k += 2, at++) {
      points[k] = epochs[at];
      points[k + 1] = values[at];
    }
    return [trial, { attempt: head.attempt[i], points }];
  }));
  return { version: head.version, metric: head.metric, step: head.step, leftOut: head.left_out, note: head.note, byTrial };
}
