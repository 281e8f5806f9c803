/// <reference lib="dom" />

/**
 * Buttons that lie on their neighbor, and words broken in two that have to stay whole: those of
 * heads, figures and lozenges. Evaluated in the page once it is as wide as it should be.
 */
export function findClashes(): string[] {
  const find = <E extends Element>(selector: string): E[] =>
    Array.from(document.querySelectorAll<E>(selector));
  const nameOf = ({ tagName, textContent }: Element): string =>
    `${tagName.toLowerCase()} "${(textContent ?? '').trim().slice(0, 20)}"`;
  const isOn = (one: Element, other: Element): boolean => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const isBeside = a.right <= b.left + 1 || b.right <= a.left + 1;
    return !isBeside && a.bottom > b.top + 1 && b.bottom > a.top + 1;
  };
  const liesOnNeighbor = (each: Element): boolean =>
    Array.from(each.parentElement?.children ?? []).some(
      (other) =>
        other !== each &&
        other.matches('button, details, a') &&
        other.checkVisibility() &&
        isOn(each, other),
    );
  const isBroken = (text: Text): boolean =>
    Array.from(text.data.matchAll(/\S+/g)).some(({ index, 0: word }) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size > 1;
    });
  const hasBrokenWord = (element: Element): boolean => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (isBroken(texts.currentNode as Text)) return true;
    return false;
  };
  const crowded = find('button').filter((each) => each.checkVisibility() && liesOnNeighbor(each));
  const whole = 'th, [data-title="Objects"], [data-title="Size"], .lozenge';
  return [
    ...crowded.map((each) => `${nameOf(each)} lies on its neighbor`),
    ...find(whole)
      .filter(hasBrokenWord)
      .map((each) => `${nameOf(each)} has a broken word`),
  ];
}
