// @ts-check
/*
 * A page that Back or a reload leads to: what stands there meanwhile is another page, so that an
 * outline stands in its place, unless the answer is quick.
 */

const OUTLINE_AFTER_MS = 200;
/** The last one counts. @type {object | undefined} */
let awaited;

export function watchArrivals() {
  document.body.addEventListener('htmx:afterRequest', (event) => {
    if (/** @type {CustomEvent} */ (event).detail.target?.id !== 'main') return;
    awaited = undefined;
    showOutline(false);
  });
}

export function awaitView() {
  const mine = {};
  awaited = mine;
  setTimeout(() => {
    if (awaited === mine) showOutline(true);
  }, OUTLINE_AFTER_MS);
}

/** @param {boolean} isAwaited */
function showOutline(isAwaited) {
  const main = document.getElementById('main');
  const outline = document.getElementById('view-outline');
  if (main) main.hidden = isAwaited;
  if (outline) outline.hidden = !isAwaited;
}
