/// <reference lib="dom" />

/**
 * What stands out of the window sideways, or is cut off; evaluated in the page once it is as wide
 * as it should be. Tabs may be scrolled. Of the menus the first and the last are tried.
 */
export async function findOverflow(width: number): Promise<string[]> {
  const root = document.documentElement;
  const find = <E extends Element>(selector: string): E[] =>
    Array.from(document.querySelectorAll<E>(selector));
  const isPageTooWide = (): boolean => root.scrollWidth > root.clientWidth;
  const nameOf = ({ tagName, id, className, textContent }: Element): string =>
    `${tagName.toLowerCase()}#${id}.${className} "${(textContent ?? '').trim().slice(0, 20)}"`;
  const standsOut = (element: Element): boolean => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > window.innerWidth + 1;
  };
  /** A box that ends its text with an ellipsis shows the line after it in its padding. */
  const showsHalfLine = (element: Element): boolean => {
    const { webkitLineClamp, paddingBottom } = getComputedStyle(element);
    return webkitLineClamp !== 'none' && Number.parseFloat(paddingBottom) > 0;
  };
  const isCut = async (menu: HTMLDetailsElement): Promise<boolean> => {
    menu.open = true;
    await new Promise((resolve) => {
      menu.addEventListener('toggle', resolve, { once: true });
    });
    const found = standsOut(menu.querySelector('ul')!) || isPageTooWide();
    menu.open = false;
    return found;
  };
  while (window.innerWidth !== width)
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  const wide = find('.scroll, dialog[open], main, fieldset, .ticks').filter(
    (box) => box.scrollWidth > box.clientWidth + 1,
  );
  const away = find('button, summary, input, select, a').filter(
    (each) => each.checkVisibility() && !each.closest('.tabs') && standsOut(each),
  );
  const halves = find('*').filter(showsHalfLine);
  const menus = find<HTMLDetailsElement>('details.menu');
  const cut: Element[] = [];
  for (const menu of [menus.at(0), menus.at(-1)]) if (menu && (await isCut(menu))) cut.push(menu);
  return [
    ...(isPageTooWide() ? ['the page is too wide'] : []),
    ...wide.map((box) => `${nameOf(box)} is wider than it shows`),
    ...away.map((each) => `${nameOf(each)} stands out`),
    ...halves.map((each) => `${nameOf(each)} shows half a line`),
    ...cut.map((menu) => `${nameOf(menu)} is cut at an edge`),
  ];
}
