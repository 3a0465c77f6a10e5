// Follows a sweep. One tab of a browser reads the stream, and tells the others: HTTP/1.1 has six connections to a server.
import { writeQuery } from './address.js';

/** @param {Listener} listener @param {AbortSignal} signal ends it */
export function follow(listener, signal) {
  const name = `sweep ${listener.name}`, air = new BroadcastChannel(name);
  /** @type {'live'|'waiting'} */
  let state = 'waiting';
  /** @type {any} what a tab that comes later is greeted with */
  let greeting = null;
  let isReader = false;
  const hear = ({ kind, data }) => {
    if (kind !== 'ask') return listener[/** @type {'hello'|'changes'|'state'} */ (kind)](data);
    if (!isReader) return;
    // Who reads tells a tab that comes later where the sweep stands.
    air.postMessage({ kind: 'state', data: state });
    if (greeting) air.postMessage({ kind: 'hello', data: greeting });
  };
  const tell = (kind, data) => {
    if (kind === 'state') state = data;
    else greeting = { ...greeting, ...(kind === 'hello' ? data : { version: data.version }) };
    air.postMessage({ kind, data });
    hear({ kind, data });
  };
  air.onmessage = event => hear(event.data);
  air.postMessage({ kind: 'ask', data: null });
  signal.addEventListener('abort', () => air.close());

  // A browser that does not know locks is older than what the page needs, and a page on loopback or TLS always has them.
  navigator.locks.request(name, { signal }, () => {
    isReader = true;
    read(listener, tell, signal);
    return new Promise(done => signal.addEventListener('abort', done));
  }).catch(() => { /* ended while it waited */ });
}

/** Reads a stream that is opened again for good, however it ends; one that begins anew asks for what came since.
 * @param {Listener} listener @param {(kind: string, data: any) => void} tell @param {AbortSignal} signal ends it */
function read(listener, tell, signal) {
  if (signal.aborted) return;
  const stream = new EventSource(`/api/${listener.path}/events${writeQuery({ since: listener.version })}`);
  const close = () => stream.close();
  stream.addEventListener('hello', event => {
    tell('state', 'live');
    tell('hello', JSON.parse(event.data));
  });
  stream.addEventListener('changes', event => tell('changes', JSON.parse(event.data)));
  stream.onerror = () => {
    tell('state', 'waiting');
    // A browser connects again by itself, but not after an answer that is no stream.
    if (stream.readyState !== EventSource.CLOSED) return;
    signal.removeEventListener('abort', close);
    setTimeout(() => read(listener, tell, signal), 1500);
  };
  signal.addEventListener('abort', close);
}
