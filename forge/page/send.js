// @ts-check
import { invokeRemote } from '@forge/bridge';
import { unzip } from './unzip.js';

/** The service's door for Forge. */
const DOOR = '/forge';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} text
 * @property {Record<string, string>} headers By names in lower case
 */

/**
 * One call of the service: it answers in an envelope, for a status of its own would mean something
 * else to Forge. Rejects when none comes back.
 * @param {{ method: string, path: string, form?: string | undefined, part?: string | undefined }} call
 * `form`: as a browser sends it; `part`: which part of a file
 * @returns {Promise<Answer>}
 */
export async function send({ method, path, form, part }) {
  const answer = /** @type {any} */ (
    await invokeRemote({
      path: `${DOOR}${path}`,
      method: /** @type {any} */ (method),
      headers: part === undefined ? {} : { 'x-part': part },
      ...(form === undefined ? {} : { body: { form } }),
    })
  );
  const { status, html, headers } = answer?.body ?? {};
  if (answer?.status !== 200 || typeof status !== 'number' || typeof html !== 'string')
    throw new Error('The service answered nothing that can be shown.');
  return { status, text: headers?.['x-encoding'] === 'gzip' ? await unzip(html) : html, headers };
}
