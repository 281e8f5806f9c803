// @ts-check
import { send } from './send.js';

/** As much of XMLHttpRequest as htmx 2 and the pages use. */
export class BridgedRequest extends EventTarget {
  static DONE = 4;
  upload = new EventTarget();
  status = 0;
  readyState = 0;
  response = '';
  responseText = '';
  responseURL = '';
  timeout = 0;
  withCredentials = false;
  #call = { method: 'GET', path: '' };
  /** @type {Record<string, string>} */
  #headers = {};

  /** @param {string} method @param {string} path */
  open(method, path) {
    this.#call = { method: method.toUpperCase(), path };
    this.responseURL = new URL(path, location.href).href;
    this.readyState = 1;
  }

  overrideMimeType() {}

  /** Forge signs the call; nothing that htmx says in headers matters to the service. */
  setRequestHeader() {}

  /** @param {string} name */
  getResponseHeader(name) {
    return this.#headers[name.toLowerCase()] ?? null;
  }

  getAllResponseHeaders() {
    return Object.entries(this.#headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n');
  }

  /** @param {string | URLSearchParams | null} [body] */
  send(body) {
    this.#tell('loadstart');
    send({ ...this.#call, form: body?.toString() }).then(
      (answer) => this.#take(answer),
      () => this.#end('error'),
    );
  }

  /** The call itself goes on: its answer is not shown. */
  abort() {
    this.#end('abort');
  }

  /** @param {import('./send.js').Answer} answer */
  #take({ status, text, headers }) {
    if (this.#isOver()) return;
    this.status = status;
    this.response = text;
    this.responseText = text;
    this.#headers = headers;
    this.#end('load');
  }

  /** @param {'load' | 'error' | 'abort'} how */
  #end(how) {
    if (this.#isOver()) return;
    this.readyState = BridgedRequest.DONE;
    this.#tell(how);
    this.#tell('loadend');
  }

  #isOver() {
    return this.readyState === BridgedRequest.DONE;
  }

  /** @param {string} type */
  #tell(type) {
    const event = new ProgressEvent(type);
    this.dispatchEvent(event);
    const handler = /** @type {any} */ (this)[`on${type}`];
    if (typeof handler === 'function') handler.call(this, event);
  }
}
