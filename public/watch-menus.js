// @ts-check
/* The ⋯ menus: they close by a click elsewhere, by a choice, and by Escape. */

const OPEN_MENUS = 'details.menu[open]';

export function watchMenus() {
  document.addEventListener('click', (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    for (const menu of document.querySelectorAll(OPEN_MENUS))
      if (!menu.contains(element) || element.closest('details.menu li button')) closeMenu(menu);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll(OPEN_MENUS)) {
      menu.removeAttribute('open');
      summaryOf(menu)?.focus();
    }
  });
}

/**
 * The keyboard stays at the menu: a dialog that was opened from it gives it back when it closes.
 * @param {Element} menu
 */
function closeMenu(menu) {
  if (menu.contains(document.activeElement)) summaryOf(menu)?.focus();
  menu.removeAttribute('open');
}

/** @param {Element} menu */
const summaryOf = (menu) => /** @type {HTMLElement | null} */ (menu.querySelector('summary'));
