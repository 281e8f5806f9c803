// @ts-check
/*
 * Where the place in the app is kept: in the history of the host's page, so that Back and a reload
 * of Jira's page lead to it; without one in that of the iframe, and for a reload in its session.
 */

/**
 * @typedef {object} HostHistory
 * @property {(place: string) => void} pushState
 * @property {(place: string) => void} replaceState
 * @property {(type: string, answer: (place: unknown) => void) => void} getState
 * @property {(change: (event: { hash?: unknown, newURL?: unknown }) => void) => void} popState
 */
const host = /** @type {HostHistory | undefined} */ (/** @type {any} */ (window).AP?.history);

const SESSION_KEY = 'place';
/** A page that is opened later than this after it was left is no reload. */
const MAX_RELOAD_MS = 15_000;

/** @param {string} place */
export function pushPlace(place) {
  if (host) host.pushState(place);
  else history.pushState(place, '');
}

/** @param {string} place */
export function replacePlace(place) {
  if (host) host.replaceState(place);
  else history.replaceState(place, '');
}

/** Calls with the place that Back and Forward lead to. @param {(place: string) => void} go */
export function watchPlaces(go) {
  if (host) host.popState(({ hash, newURL }) => go(placeOf(hash ?? newURL)));
  else window.addEventListener('popstate', ({ state }) => go(placeOf(state)));
}

/**
 * The place that the page was opened at, or reloaded; empty for none.
 * @returns {Promise<string>}
 */
export function findPlace() {
  if (!host) return Promise.resolve(takeFromSession());
  return new Promise((resolve) => {
    host.getState('hash', (place) => resolve(placeOf(place)));
  });
}

/** For a reload where the host has no history. @param {string} place */
export function keepForReload(place) {
  if (!host) sessionStorage.setItem(SESSION_KEY, JSON.stringify({ place, at: Date.now() }));
}

function takeFromSession() {
  const kept = sessionStorage.getItem(SESSION_KEY);
  sessionStorage.removeItem(SESSION_KEY);
  try {
    const { place, at } = JSON.parse(kept ?? '{}');
    return Date.now() - Number(at) < MAX_RELOAD_MS ? placeOf(place) : '';
  } catch {
    return '';
  }
}

/** What the host gives may begin with its own mark. @param {unknown} given */
const placeOf = (given) => (typeof given === 'string' ? given.replace(/^[#!]+/, '') : '');
