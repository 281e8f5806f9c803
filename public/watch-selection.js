// @ts-check
/* The schemas that are ticked in the grid, and the bar of what can be done for them at once. */

export function watchSelection() {
  document.body.addEventListener('change', (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (box.id === 'pick-all') tickAll(box.checked);
    if (box.id === 'pick-all' || box.classList.contains('pick')) showSelection();
  });
  document.body.addEventListener('click', (event) => {
    const { target } = event;
    if (target instanceof Element && target.closest('[data-clear-selection]')) clearSelection();
  });
  document.body.addEventListener('picks-done', clearSelection);
  document.body.addEventListener('htmx:afterSettle', showSelection);
}

/** @returns {HTMLInputElement[]} */
const findBoxes = () => [...document.querySelectorAll('input.pick')].filter(isInput);

/** @param {Element} element @returns {element is HTMLInputElement} */
const isInput = (element) => element instanceof HTMLInputElement;

/** @param {boolean} ticked */
function tickAll(ticked) {
  for (const box of findBoxes()) box.checked = ticked;
}

function clearSelection() {
  tickAll(false);
  const all = document.getElementById('pick-all');
  if (all instanceof HTMLInputElement) all.checked = false;
  showSelection();
}

function showSelection() {
  const bar = document.getElementById('selection');
  const count = document.getElementById('selection-count');
  if (!bar || !count) return;
  const ticked = findBoxes().filter((box) => box.checked).length;
  bar.hidden = ticked === 0;
  count.textContent = `${ticked} selected`;
}
