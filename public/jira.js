// @ts-check
/* Jira, around the iframe: its tokens for every request, its theme, its flags. */

/**
 * @typedef {object} Events
 * @property {(name: string, listener: (event: { actionIdentifier?: string }) => void) => void} on
 */
/**
 * @typedef {object} Bridge
 * @property {{ getToken(): Promise<string> }} context
 * @property {{ create(flag: object): void }} [flag]
 * @property {Events} [events]
 * @property {{ initializeTheming(): void }} [theming]
 */
const bridge = /** @type {Bridge | undefined} */ (/** @type {any} */ (window).AP);

const MAX_TOKEN_AGE_MS = 60_000;
const TOKEN_MARGIN_MS = 30_000;
let token = '';
let tokenUntilMs = 0;

export function takeTheme() {
  bridge?.theming?.initializeTheming();
}

export const isInJira = () => bridge !== undefined;
/** Where Jira shows flags and tells of clicks in them; undefined outside of it. */
export const findHostFlags = () => bridge?.flag && { ...bridge, flag: bridge.flag };
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
