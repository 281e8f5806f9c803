// @ts-check
import { send } from './send.js';

/**
 * A file of the service, part by part: the bridge carries five megabytes at once.
 * @param {string} path
 * @returns {Promise<Response>}
 */
export async function download(path) {
  /** @type {string[]} */
  const texts = [];
  /** @type {string | undefined} */
  let part;
  for (;;) {
    const { status, text, headers } = await send({ method: 'GET', path, part });
    if (status !== 200) return new Response(wordsOf(text), { status });
    texts.push(text);
    part = headers['x-part'];
    if (part === undefined) return new Response(bodyOf(texts.join(''), headers), { headers });
  }
}

/**
 * The bridge carries bytes as text.
 * @param {string} text
 * @param {Record<string, string>} headers
 */
function bodyOf(text, headers) {
  if (headers['x-coding'] !== 'base64') return text;
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/** What an error says, without its markup. @param {string} html */
function wordsOf(html) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return body.querySelector('p')?.textContent ?? body.textContent ?? '';
}
