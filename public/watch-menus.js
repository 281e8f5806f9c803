// @ts-check
/*
 * The ⋯ menus: they open where there is room, are walked through by arrow keys, and close by a
 * click elsewhere, by a choice, and by Escape. What refreshes on its own waits for one that is
 * open.
 */

const OPEN_MENUS = 'details.menu[open]';
const EDGE_PX = 8;
const htmx = /** @type {any} */ (window).htmx;
/**
 * What would have refreshed itself while a menu in it was open, with the address that it asks.
 * @type {Map<Element, string>}
 */
const postponed = new Map();

export function watchMenus() {
  document.addEventListener('click', (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    for (const menu of document.querySelectorAll(OPEN_MENUS))
      if (!menu.contains(element) || element.closest('details.menu li button')) closeMenu(menu);
  });
  document.addEventListener('toggle', (event) => placeMenu(event.target), { capture: true });
  document.addEventListener('toggle', refreshPostponed, { capture: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leaveMenus();
    else moveInMenu(event);
  });
  document.body.addEventListener('htmx:beforeSwap', postponeRefresh);
  document.body.addEventListener('htmx:oobBeforeSwap', keepRowOfOpenMenu);
}

/** A row changes once its menu is closed: the page asks for it again. @param {Event} event */
function keepRowOfOpenMenu(event) {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.target.querySelector(OPEN_MENUS)) detail.shouldSwap = false;
}

/**
 * What refreshes on its own leaves an open menu alone, and asks again once the menu is closed.
 * @param {Event} event
 */
function postponeRefresh(event) {
  const { detail } = /** @type {CustomEvent} */ (event);
  const { elt, path } = detail.requestConfig ?? {};
  const trigger = elt?.getAttribute('hx-trigger') ?? '';
  if (!/\bevery\b|\bfrom:body\b/.test(trigger)) return;
  if (!detail.target?.querySelector(OPEN_MENUS)) return;
  detail.shouldSwap = false;
  postponed.set(elt, path);
}

function refreshPostponed() {
  if (document.querySelector(OPEN_MENUS)) return;
  const waiting = [...postponed];
  postponed.clear();
  for (const [element, path] of waiting)
    if (element.isConnected) htmx.ajax('GET', path, { source: element });
}

function leaveMenus() {
  for (const menu of document.querySelectorAll(OPEN_MENUS)) {
    menu.removeAttribute('open');
    summaryOf(menu)?.focus();
  }
}

/**
 * The keyboard stays at the menu: a dialog that was opened from it gives it back when it closes.
 * @param {Element} menu
 */
function closeMenu(menu) {
  if (menu.contains(document.activeElement)) summaryOf(menu)?.focus();
  menu.removeAttribute('open');
}

/** No edge of the window cuts what is offered. @param {EventTarget | null} menu */
function placeMenu(menu) {
  if (!(menu instanceof HTMLDetailsElement) || !menu.matches('.menu')) return;
  menu.classList.remove('to-end', 'upwards');
  const list = menu.querySelector('ul');
  if (!menu.open || !list) return;
  const { left, bottom, height } = list.getBoundingClientRect();
  menu.classList.toggle('to-end', left < EDGE_PX);
  const hasRoomAbove = menu.getBoundingClientRect().top > height;
  menu.classList.toggle('upwards', hasRoomAbove && bottom > window.innerHeight - EDGE_PX);
}

/**
 * Down and Up go from one item to the next, Home and End to the first and last.
 * @param {KeyboardEvent} event
 */
function moveInMenu(event) {
  const element = /** @type {Element | null} */ (event.target);
  const menu = /** @type {HTMLDetailsElement | null} */ (element?.closest?.('details.menu'));
  const to = menu && findNextItem(menu, event.key);
  if (!menu || !to) return;
  event.preventDefault();
  menu.open = true;
  to.focus();
}

/** @param {Element} menu @param {string} key */
function findNextItem(menu, key) {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('li button')]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items.at(at <= 0 ? -1 : at - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}

/** @param {Element} menu */
const summaryOf = (menu) => /** @type {HTMLElement | null} */ (menu.querySelector('summary'));
