// @ts-check
import { forgetToken, getFreshToken, isInJira } from './jira.js';
import { showFlag } from './show-flag.js';

const KEPT_MS = 60_000;

/**
 * Saves a file of the service: a link could not carry the token.
 * @param {HTMLButtonElement} button
 */
export async function downloadFile(button) {
  if (!isInJira() || button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    const answer = await fetch(button.dataset['download'] ?? '', {
      headers: { Authorization: `JWT ${await getFreshToken()}` },
    });
    if (answer.status === 401) forgetToken();
    if (answer.ok) await saveAnswer(answer);
    else showFlag({ type: 'error', title: 'Nothing was downloaded', body: await answer.text() });
  } catch {
    showFlag({
      type: 'error',
      title: 'The download broke off',
      body: 'Check your connection and try again.',
    });
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/**
 * Names of other letters than ASCII's are coded.
 * @param {string} disposition
 */
function nameIn(disposition) {
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (coded !== undefined) return decodeURIComponent(coded);
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'report';
}

/** @param {Response} answer */
async function saveAnswer(answer) {
  const disposition = answer.headers.get('content-disposition') ?? '';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = nameIn(disposition);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
