// @ts-check
/*
 * The place in the app, as `schemas/7/backups?page=2`: which page is shown, with its search,
 * filters and page number. Back leads to the page before, a reload to the same one.
 */
import { awaitView, watchArrivals } from './await-view.js';
import { findPlace, keepForReload, pushPlace, replacePlace, watchPlaces } from './watch-places.js';

const htmx = /** @type {any} */ (window).htmx;
const ROOT = '/app/';
const HOME = 'home';
/** Whatever else stands in an address is none of ours. */
const PLACE = /^[a-z][\w/-]*(\?[\w=&%.+~:*-]*)?$/;

const FORM = 'form[data-place]';
/** What is longer is not kept: it would be no address any more. */
const MAX_PLACE = 6_000;

let current = HOME;
/** As home was filtered and paged last: the way back leads there. */
let lastHome = HOME;
/** The place that is being gone to by Back or a reload: it is in the history already. */
let goingTo = '';

export function keepPlace() {
  document.body.addEventListener('htmx:configRequest', takeFiltersHome);
  document.body.addEventListener('htmx:afterSwap', notePlace);
  document.addEventListener('change', noteChoice);
  watchArrivals();
  window.addEventListener('pagehide', () => keepForReload(current));
  watchPlaces(goTo);
  void findPlace().then(goTo);
}

/** @param {string} place */
function goTo(place) {
  // A host may hand it back decoded.
  const wanted = toPlace(`${ROOT}${place}`) || HOME;
  if (wanted === current || !PLACE.test(wanted)) return;
  goingTo = wanted;
  awaitView();
  htmx.ajax('GET', `${ROOT}${wanted}`, { target: '#main' });
}

/** The way home leads to the schemas as they were filtered. @param {Event} event */
function takeFiltersHome(event) {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.path === `${ROOT}${HOME}` && detail.target.id === 'main' && current !== lastHome)
    detail.path = `${ROOT}${lastHome}`;
}

/** @param {Event} event */
function notePlace(event) {
  const { target, requestConfig, pathInfo } = /** @type {CustomEvent} */ (event).detail;
  if (target.id === 'dialog-body') return;
  const asked = requestConfig.verb === 'get' ? pathInfo.finalRequestPath : '';
  if (target.id === 'main') arriveAt(placeOfView(target, asked));
  else if (asked) refine(target, asked);
  else noteChoices(target.closest(FORM));
}

/** @param {Event} event */
function noteChoice(event) {
  noteChoices(/** @type {Element} */ (event.target).closest(FORM));
}

/** What is chosen in a form that says its place is part of it. @param {Element | null} form */
function noteChoices(form) {
  if (form) replaceWith(placeOfForm(form));
}

/** @param {Element} form */
function placeOfForm(form) {
  const data = new FormData(/** @type {HTMLFormElement} */ (form));
  const own = form.getAttribute('data-place') ?? '';
  const chosen = new URLSearchParams(/** @type {any} */ (data)).toString();
  const place = toPlace(`${own}${own.includes('?') ? '&' : '?'}${chosen}`);
  return place.length > MAX_PLACE ? toPlace(own) : place;
}

/**
 * A view that a command opened sets its own address.
 * @param {Element} main @param {string} asked
 */
function placeOfView(main, asked) {
  const form = main.querySelector(FORM);
  if (form) return placeOfForm(form);
  const said = main.querySelector('[data-place]')?.getAttribute('data-place');
  return toPlace(asked || (said ?? ''));
}

/** @param {string} place */
function arriveAt(place) {
  const isKnown = place === current || pageOf(place) === pageOf(goingTo);
  goingTo = '';
  if (!place || isKnown) {
    remember(place || current);
    return;
  }
  remember(place);
  pushPlace(place);
}

/**
 * A list of the page was searched, filtered or paged: the page is the same, its address says how.
 * @param {Element} part @param {string} asked
 */
function refine(part, asked) {
  const own = part.getAttribute('data-place');
  const [path = '', query = ''] = asked.split('?');
  replaceWith(toPlace(`${own ?? path}?${query}`));
}

/** @param {string} place */
function replaceWith(place) {
  if (place === current || pageOf(place) !== pageOf(current)) return;
  remember(place);
  replacePlace(place);
}

/** @param {string} place */
function remember(place) {
  current = place;
  if (pageOf(place) === HOME) lastHome = place;
}

/** @param {string} place */
const pageOf = (place) => place.split('?')[0] ?? '';

/**
 * Without what only says which part of the page is meant, and without what says nothing.
 * @param {string} path
 */
function toPlace(path) {
  const [address = '', query = ''] = path.split('?');
  if (!address.startsWith(ROOT)) return '';
  const said = [...new URLSearchParams(query)].filter(([name, value]) => name !== 'part' && value);
  const rest = new URLSearchParams(said).toString();
  return `${address.slice(ROOT.length)}${rest && `?${rest}`}`;
}
