'use strict';
/* The admin page around the iframe: answers what the app asks of AP. */
{
  const shell = document.querySelector('main');
  const frame = document.querySelector('iframe');
  const { account } = shell.dataset;

  const fetchToken = async () => {
    const response = await fetch('/_simulator/context-token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ accountId: account }),
    });
    const { token } = await response.json();
    return token;
  };

  const setHeight = (height) => {
    frame.style.height = height;
    return true;
  };

  /** The app is told of a click as Jira tells it: by the names of flag and action. */
  const actionButton = (flag, [name, label], item) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', () => {
      item.remove();
      const detail = { flagIdentifier: flag, actionIdentifier: name };
      frame.contentWindow?.postMessage({ apEvent: 'flag.action', detail }, '*');
    });
    return button;
  };

  const showFlag = ({ type = 'info', title = '', body = '', actions = {} }, id) => {
    const item = document.createElement('div');
    item.className = `flag flag-${type}`;
    item.setAttribute('role', 'status');
    const heading = document.createElement('strong');
    heading.textContent = title;
    const text = document.createElement('p');
    text.textContent = String(body).replace(/<[^>]*>/g, '');
    const buttons = Object.entries(actions).map((each) => actionButton(`flag-${id}`, each, item));
    item.append(heading, text, ...buttons);
    document.querySelector('.flags').append(item);
    setTimeout(() => item.remove(), 8000);
    return true;
  };

  const goToModule = ({ context }) => {
    if (!context?.moduleKey) return;
    window.location.assign(`/jira/settings/apps/${context.moduleKey}${window.location.search}`);
  };

  const addressOf = (place) => `${window.location.pathname}${window.location.search}#!${place}`;
  const currentPlace = () => decodeURI(window.location.hash).replace(/^#!?/, '');

  /** What to do for a message of the app; what is returned is the answer. */
  const actions = {
    token: fetchToken,
    resize: ({ height }) => setHeight(`${Math.max(400, height)}px`),
    'size-to-parent': () => setHeight('calc(100vh - 56px)'),
    flag: showFlag,
    theme: () => document.documentElement.dataset.colorMode,
    place: currentPlace,
    'push-place': ({ place }) => window.history.pushState(null, '', addressOf(place)),
    'replace-place': ({ place }) => window.history.replaceState(null, '', addressOf(place)),
    location: () => window.location.href,
    user: () => ({ atlassianAccountId: account }),
    reload: () => window.location.reload(),
    go: goToModule,
  };

  window.addEventListener('popstate', () =>
    frame.contentWindow?.postMessage({ apPlace: currentPlace() }, '*'),
  );
  window.addEventListener('message', async ({ source, data }) => {
    if (!data?.ap || source !== frame.contentWindow) return;
    const value = (await actions[data.ap]?.(data.data ?? {}, data.id)) ?? null;
    frame.contentWindow?.postMessage({ apAnswer: data.id, value }, '*');
  });
}
