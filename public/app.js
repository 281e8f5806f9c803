// @ts-check
/* The page in the iframe: tokens for every request, dialogs, flags. Everything else is rendered by the server. */
(() => {
  'use strict';
  /** @typedef {{ context: { getToken(): Promise<string> }, flag?: { create(flag: object): void }, theming?: { initializeTheming(): void }, resize?: () => void }} Bridge */
  const bridge = /** @type {Bridge | undefined} */ (/** @type {any} */ (window).AP);
  const htmx = /** @type {any} */ (window).htmx;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));
  bridge?.theming?.initializeTheming();

  const TOKEN_MS = 60_000;
  let token = '';
  let tokenUntil = 0;
  // Every request has a fresh context token. One that we have is used at once: while we waited for another, the element that was clicked could
  // be replaced by its refreshed self, and the click would be lost.
  document.body.addEventListener('htmx:confirm', (event) => {
    const { issueRequest } = /** @type {CustomEvent} */ (event).detail;
    if (Date.now() < tokenUntil) return;
    event.preventDefault();
    if (!bridge) {
      say({
        type: 'error',
        title: 'Open this page inside Jira',
        body: 'It needs Jira to know who you are.',
      });
      return;
    }
    void freshToken(bridge).then(() => issueRequest(true));
  });

  /** @param {Bridge} jira */
  async function freshToken(jira) {
    if (Date.now() < tokenUntil) return token;
    token = await jira.context.getToken();
    tokenUntil = Math.min(endOf(token) - 30_000, Date.now() + TOKEN_MS);
    return token;
  }
  document.body.addEventListener('htmx:configRequest', (event) => {
    /** @type {CustomEvent} */ (event).detail.headers.Authorization = `JWT ${token}`;
  });

  // The server never sends a token back: what was typed stays in the page while a form is shown again.
  let typedToken = '';
  const tokenField = () =>
    /** @type {HTMLInputElement | null} */ (document.getElementById('token'));
  document.body.addEventListener('htmx:beforeSwap', () => {
    typedToken = tokenField()?.value ?? '';
  });
  document.body.addEventListener('htmx:afterSwap', () => {
    const field = tokenField();
    if (field && typedToken !== '') field.value = typedToken;
  });

  // What came for the dialog opens it; an empty answer to a command leaves it to the events below.
  document.body.addEventListener('htmx:afterSwap', (event) => {
    const target = /** @type {CustomEvent} */ (event).detail.target;
    if (target?.id === 'dialog-body' && !dialog.open) dialog.showModal();
    if (target?.id === 'main') dialog.close();
    const wrong = /** @type {HTMLElement | null} */ (
      document.querySelector('[aria-invalid=true]') ??
        (target?.id === 'dialog-body'
          ? target.querySelector('[role=alert]')
          : target?.id === 'main'
            ? target.querySelector('[role=alert][tabindex]')
            : null)
    );
    if (target?.id === 'main') comeAlong();
    if (target?.id === 'dialog-body') dialog.scrollTop = 0;
    if (
      wrong &&
      (target?.id === 'main' || target?.id === 'dialog-body' || target?.id === 'credential-fields')
    )
      wrong.focus();
    else if (target?.id === 'main') heading();
  });
  // The object types of a restore: a parent of a ticked one comes along, and is shown so while one ticks.
  document.addEventListener('change', (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    if (element.closest('#restore-types')) comeAlong();
    if (element.matches('[data-for-all]')) ruleForAll(/** @type {HTMLSelectElement} */ (element));
  });

  function comeAlong() {
    const lines = /** @type {HTMLElement[]} */ ([
      ...document.querySelectorAll('#restore-types li'),
    ]);
    /** By depth, whether something is ticked there or below, in what follows. @type {boolean[]} */
    const ticked = [];
    let [chosen, objects, along] = [0, 0, 0];
    for (const line of [...lines].reverse()) {
      const depth = Number(line.dataset.depth);
      const { checked } = /** @type {HTMLInputElement} */ (line.querySelector('input'));
      const below = ticked[depth + 1] === true;
      ticked.length = depth + 1;
      ticked[depth] = ticked[depth] === true || checked || below;
      line.classList.toggle('along', !checked && below);
      if (checked) {
        chosen += 1;
        objects += Number(line.dataset.objects);
      } else if (below) along += 1;
    }
    const sum = document.getElementById('types-sum');
    if (sum)
      sum.textContent = `${chosen} of ${lines.length} chosen, with ${objects.toLocaleString('en-GB')} ${objects === 1 ? 'object' : 'objects'}${along > 0 ? `; ${along} ${along === 1 ? 'comes' : 'come'} along` : ''}`;
  }

  /** One rule for a whole group of the review. @param {HTMLSelectElement} all */
  function ruleForAll(all) {
    if (all.value === 'own') return;
    for (const rule of /** @type {NodeListOf<HTMLSelectElement>} */ (
      all.closest('fieldset')?.querySelectorAll('.rule select') ?? []
    ))
      rule.value = all.value;
  }

  // The schedule's pickers and its expression follow each other, by the one that was touched last. What was asked for before that is not shown any more.
  let touches = 0;
  document.addEventListener('input', (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    const source = element.closest('[data-source]')?.getAttribute('data-source');
    const said = /** @type {HTMLInputElement | null} */ (
      document.querySelector('#schedule-form [name=source]')
    );
    if (source && said) said.value = source;
    if (element.closest('#schedule-live')) touches += 1;
  });
  document.body.addEventListener('htmx:beforeRequest', (event) => {
    const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
    const asked = touches;
    if (elt.id === 'schedule-live' || elt.id === 'restore-names')
      elt.addEventListener('htmx:beforeOnLoad', (/** @type {CustomEvent} */ answer) => {
        if (answer.detail.xhr === xhr && (asked !== touches || !elt.isConnected))
          answer.preventDefault();
      });
  });
  document.body.addEventListener('htmx:afterOnLoad', (event) => {
    const { elt } = /** @type {CustomEvent} */ (event).detail;
    if (elt.id === 'schedule-live' || elt.id === 'restore-names')
      for (const message of elt.querySelectorAll('.error'))
        document
          .getElementById(message.id.replace('-error', ''))
          ?.setAttribute('aria-invalid', String(message.textContent !== ''));
  });
  document.body.addEventListener('close-dialog', () => dialog.close());
  document.body.addEventListener('flag', (event) => say(/** @type {CustomEvent} */ (event).detail));
  dialog.addEventListener('close', () => {
    /** @type {HTMLElement} */ (document.getElementById('dialog-body')).replaceChildren();
  });

  document.body.addEventListener('htmx:responseError', (event) => {
    const { xhr, requestConfig, elt } = /** @type {CustomEvent} */ (event).detail;
    if (xhr.status === 401) tokenUntil = 0;
    if (xhr.status === 401 && !elt.dataset.repeated) {
      elt.dataset.repeated = 'true';
      htmx.ajax(requestConfig.verb, requestConfig.path, {
        source: elt,
        target: requestConfig.target,
        values: Object.fromEntries(requestConfig.formData),
      });
      return;
    }
    // A row that no longer exists asks no more; what is there now is shown by the grid.
    if (xhr.status === 404 && quiet(elt)) {
      elt.remove();
      return;
    }
    const answer = new DOMParser().parseFromString(xhr.responseText, 'text/html');
    const title = answer.querySelector('h1')?.textContent ?? 'This did not work';
    const body = answer.querySelector('p')?.textContent ?? answer.body.textContent ?? '';
    if (!quiet(elt)) say({ type: 'error', title, body });
  });
  document.body.addEventListener('htmx:sendError', (event) => {
    if (!quiet(/** @type {CustomEvent} */ (event).detail.elt))
      say({
        type: 'error',
        title: 'The service cannot be reached',
        body: 'Check your connection and try again.',
      });
  });

  // Forms are sent by htmx with a token; the browser's own way could not be believed by the service.
  document.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('click', (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    const field = element.closest('[data-focus]');
    if (field) {
      event.preventDefault();
      document.getElementById(field.getAttribute('data-focus') ?? '')?.focus();
    }
    if (element.closest('[data-close]')) dialog.close();
    const tick = element.closest('[data-tick]');
    if (tick) {
      for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (
        document.querySelectorAll('#restore-types input')
      ))
        box.checked = tick.getAttribute('data-tick') === 'all';
      comeAlong();
    }
    const file = /** @type {HTMLButtonElement | null} */ (element.closest('[data-download]'));
    if (file) void download(file);
    for (const menu of document.querySelectorAll('details.menu[open]'))
      if (!menu.contains(element) || element.closest('details.menu li button')) shut(menu);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.removeAttribute('open');
      summaryOf(menu)?.focus();
    }
  });

  /** The keyboard stays at the menu: a dialog that was opened from it gives it back when it closes. @param {Element} menu */
  function shut(menu) {
    if (menu.contains(document.activeElement)) summaryOf(menu)?.focus();
    menu.removeAttribute('open');
  }

  /** @param {Element} menu */
  function summaryOf(menu) {
    return /** @type {HTMLElement | null} */ (menu.querySelector('summary'));
  }

  /** When a token ends, ms since 1970; 0 when it does not say. @param {string} jwt */
  function endOf(jwt) {
    try {
      return (
        Number(
          JSON.parse(atob((jwt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))).exp,
        ) * 1000 || 0
      );
    } catch {
      return 0;
    }
  }

  /** Saves a file of the service: a link could not carry the token. @param {HTMLButtonElement} button */
  async function download(button) {
    if (!bridge || button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      const answer = await fetch(button.dataset.download ?? '', {
        headers: { Authorization: `JWT ${await freshToken(bridge)}` },
      });
      if (answer.status === 401) tokenUntil = 0;
      if (!answer.ok) {
        say({ type: 'error', title: 'Nothing was downloaded', body: await answer.text() });
        return;
      }
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await answer.blob());
      link.download =
        /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'report';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      say({
        type: 'error',
        title: 'The download broke off',
        body: 'Check your connection and try again.',
      });
    } finally {
      button.removeAttribute('aria-disabled');
    }
  }

  /** What asks by itself says nothing when it fails: nobody waits for it, and the next one may succeed. @param {Element} elt */
  function quiet(elt) {
    return /\bevery\b|\bload delay\b/.test(elt.getAttribute('hx-trigger') ?? '');
  }

  /** After the whole view changed, the keyboard begins at its heading. */
  function heading() {
    const first = /** @type {HTMLElement | null} */ (document.querySelector('#main h1'));
    first?.setAttribute('tabindex', '-1');
    first?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  /** @param {{ type: string, title: string, body?: string }} flag */
  function say(flag) {
    const text = document.createElement('p');
    text.textContent = flag.body ?? '';
    if (bridge?.flag) {
      bridge.flag.create({
        title: flag.title,
        body: text.innerHTML,
        type: flag.type,
        close: 'auto',
      });
      return;
    }
    const box = document.createElement('div');
    box.className = `flag ${flag.type}`;
    const title = document.createElement('b');
    title.textContent = flag.title;
    box.append(title, text);
    document.getElementById('flags')?.append(box);
    setTimeout(() => box.remove(), 8000);
  }
})();
