// @ts-check
/* A text that is cut after some lines is shown whole on hover. */

export function watchCutTexts() {
  document.addEventListener('pointerover', (event) => {
    const element = /** @type {Element} */ (event.target);
    const text = /** @type {HTMLElement | null} */ (element.closest('h1, .clamp'));
    if (text && !text.title && text.scrollHeight > text.clientHeight + 1)
      text.title = text.textContent?.trim() ?? '';
  });
}
