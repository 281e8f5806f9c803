// @ts-check
/* The last breadcrumb: which page this is. */

export function watchCrumb() {
  document.body.addEventListener('htmx:afterSwap', showCrumb);
  showCrumb();
}

/** A page is called as its heading is, unless it says otherwise; an empty name is the app's own. */
function showCrumb() {
  const crumb = document.getElementById('crumb');
  const main = document.getElementById('main');
  if (!crumb || !main) return;
  const said = main.querySelector('[data-crumb]')?.getAttribute('data-crumb');
  const name = said ?? nameOf(main.querySelector('h1'));
  crumb.textContent = name;
  crumb.title = name;
  crumb.hidden = name === '';
}

/** What stands small beside a heading is no part of it. @param {Element | null} heading */
function nameOf(heading) {
  const copy = /** @type {Element | undefined} */ (heading?.cloneNode(true));
  for (const beside of copy?.querySelectorAll('.subtle, .lozenge') ?? []) beside.remove();
  return copy?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
