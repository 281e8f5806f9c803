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
    if (part === undefined) return new Response(texts.join(''), { headers });
  }
}

/** What an error says, without its markup. @param {string} html */
function wordsOf(html) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return body.querySelector('p')?.textContent ?? body.textContent ?? '';
}
