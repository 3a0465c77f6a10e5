// Follows a sweep. One tab of a browser reads the stream, and tells the others: HTTP/1.1 has six connections to a server.
import { writeQuery } from './address.js';

/**
 * @param {string} sweep @param {Listener} listener
 * @returns {() => void} ends it
 */
export function follow(sweep, listener) {
  const path = `/api/s/${encodeURIComponent(sweep)}/events`;
  const air = new BroadcastChannel(`sweep ${sweep}`), end = new AbortController();
  /** @type {'live'|'waiting'} */
  let state = 'waiting';
  /** @type {any} what a tab that comes later is greeted with */
  let greeting = null;
  const hear = message => {
    if (message.kind === 'ask') greet();
    else if (message.kind === 'state') listener.state(message.data);
    else listener[/** @type {'hello'|'changes'} */ (message.kind)](message.data);
  };
  /** Who reads tells a tab that comes later where the sweep stands. */
  const greet = () => {
    if (!close) return;
    air.postMessage({ kind: 'state', data: state });
    if (greeting) air.postMessage({ kind: 'hello', data: greeting });
  };
  const tell = (kind, data) => {
    if (kind === 'state') state = data;
    else greeting = { ...greeting, ...(kind === 'hello' ? data : { version: data.version }) };
    air.postMessage({ kind, data });
    hear({ kind, data });
  };
  /** @type {(() => void)|null} */
  let close = null;
  air.onmessage = event => hear(event.data);
  air.postMessage({ kind: 'ask' });

  // A browser that does not know locks is older than what the page needs, and a page on loopback or TLS always has them.
  navigator.locks.request(`sweep ${sweep}`, { signal: end.signal }, () => {
    close = open(path, listener.since, tell);
    return new Promise(done => end.signal.addEventListener('abort', done));
  }).catch(() => { /* ended while it waited */ });
  return () => { end.abort(); close?.(); air.close(); };
}

/**
 * A stream that is opened again for good, however it ends; one that begins anew asks for what came since.
 * @param {string} path @param {() => string} since @param {(kind: string, data: any) => void} tell @returns {() => void} ends it
 */
function open(path, since, tell) {
  /** @type {EventSource} */
  let stream;
  let again = 0;
  const begin = () => {
    stream = new EventSource(path + writeQuery({ since: since() }));
    stream.addEventListener('hello', event => { tell('state', 'live'); tell('hello', JSON.parse(event.data)); });
    stream.addEventListener('changes', event => tell('changes', JSON.parse(event.data)));
    stream.onerror = () => {
      tell('state', 'waiting');
      // A browser connects again by itself, but not after an answer that is no stream.
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(begin, 1500);
    };
  };
  begin();
  return () => { clearTimeout(again); stream.close(); };
}
