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
  for (const event of ['htmx:beforeSwap', 'htmx:oobBeforeSwap'])
    document.body.addEventListener(event, noteTicked);
  for (const event of ['htmx:afterSwap', 'htmx:oobAfterSwap'])
    document.body.addEventListener(event, tickAgain);
  document.body.addEventListener('htmx:afterSettle', showSelection);
}

/** What was ticked before rows were replaced by themselves. @type {Set<string>} */
let ticked = new Set();

function noteTicked() {
  ticked = new Set(
    findBoxes()
      .filter((box) => box.checked)
      .map(({ id }) => id),
  );
}

function tickAgain() {
  for (const box of findBoxes()) if (ticked.has(box.id)) box.checked = true;
  showSelection();
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
  if (!bar) return;
  const number = findBoxes().filter((box) => box.checked).length;
  bar.hidden = number === 0;
  for (const count of bar.querySelectorAll('[data-selected]')) count.textContent = String(number);
}
