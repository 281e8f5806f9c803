// @ts-check
/*
 * The wizard of a restore: its tree of object types, and one rule for a whole group of the review.
 */

export function watchRestoreForms() {
  document.addEventListener('change', (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    if (element.closest('#restore-types')) {
      showTypesThatComeAlong();
      if (document.querySelector('#restore-types input:checked'))
        document.getElementById('types-error')?.remove();
    }
    if (element.matches('[data-for-all]'))
      setRuleForAll(/** @type {HTMLSelectElement} */ (element));
  });
}

/** @param {boolean} checked */
export function tickAllTypes(checked) {
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (
    document.querySelectorAll('#restore-types input')
  ))
    box.checked = checked;
  showTypesThatComeAlong();
}

/** A parent of a ticked type comes along, and is shown so while one ticks. */
export function showTypesThatComeAlong() {
  const lines = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#restore-types li')]);
  /** By depth, whether something is ticked there or below, in what follows. @type {boolean[]} */
  const ticked = [];
  const sums = { chosen: 0, objects: 0, along: 0 };
  for (const line of lines.toReversed()) {
    const depth = Number(line.dataset['depth']);
    const checked = line.querySelector('input')?.checked === true;
    const isBelowTicked = ticked[depth + 1] === true;
    ticked.length = depth + 1;
    ticked[depth] = ticked[depth] === true || checked || isBelowTicked;
    const comesAlong = !checked && isBelowTicked;
    line.classList.toggle('along', comesAlong);
    if (checked) sums.chosen += 1;
    if (checked) sums.objects += Number(line.dataset['objects']);
    if (comesAlong) sums.along += 1;
  }
  showSum(sums, lines.length);
}

/** @param {{ chosen: number, objects: number, along: number }} sums @param {number} total */
function showSum({ chosen, objects, along }, total) {
  const sum = document.getElementById('types-sum');
  if (!sum) return;
  const objectWords = `${objects.toLocaleString('en-GB')} ${objects === 1 ? 'object' : 'objects'}`;
  const alongWords =
    along > 0 ? ` and ${along} included as ${along === 1 ? 'a parent' : 'parents'}` : '';
  sum.textContent = `${chosen} of ${total} selected, with ${objectWords}${alongWords}`;
}

/** @param {HTMLSelectElement} all */
function setRuleForAll(all) {
  if (all.value === 'own') return;
  const rules = all.closest('fieldset')?.querySelectorAll('.rule select') ?? [];
  for (const rule of /** @type {Iterable<HTMLSelectElement>} */ (rules)) rule.value = all.value;
}
