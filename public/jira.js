// @ts-check
/* Jira, around the iframe: tokens for every request, and flags. */

/** @typedef {{ type: string, title: string, body?: string }} Flag */
/**
 * @typedef {object} Bridge
 * @property {{ getToken(): Promise<string> }} context
 * @property {{ create(flag: object): void }} [flag]
 * @property {{ initializeTheming(): void }} [theming]
 */
const bridge = /** @type {Bridge | undefined} */ (/** @type {any} */ (window).AP);

const MAX_TOKEN_AGE_MS = 60_000;
const TOKEN_MARGIN_MS = 30_000;
const FLAG_MS = 8_000;
let token = '';
let tokenUntilMs = 0;

export function takeTheme() {
  bridge?.theming?.initializeTheming();
}

export const isInJira = () => bridge !== undefined;
export const hasFreshToken = () => Date.now() < tokenUntilMs;
export const currentToken = () => token;

/** The service did not believe the one that we have. */
export function forgetToken() {
  tokenUntilMs = 0;
}

/** Outside of Jira there is none. */
export async function getFreshToken() {
  if (hasFreshToken() || !bridge) return token;
  token = await bridge.context.getToken();
  tokenUntilMs = Math.min(endOf(token) - TOKEN_MARGIN_MS, Date.now() + MAX_TOKEN_AGE_MS);
  return token;
}

/** When a token ends, ms since 1970; 0 when it does not say. @param {string} jwt */
function endOf(jwt) {
  try {
    const claims = (jwt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return Number(JSON.parse(atob(claims)).exp) * 1000 || 0;
  } catch {
    return 0;
  }
}

/** In Jira's own place for messages, or in ours outside of it. @param {Flag} flag */
export function showFlag({ type, title, body = '' }) {
  const text = document.createElement('p');
  text.textContent = body;
  if (bridge?.flag) {
    bridge.flag.create({ title, body: text.innerHTML, type, close: 'auto' });
    return;
  }
  const box = document.createElement('div');
  box.className = `flag ${type}`;
  const heading = document.createElement('b');
  heading.textContent = title;
  box.append(heading, text);
  document.getElementById('flags')?.append(box);
  setTimeout(() => box.remove(), FLAG_MS);
}
