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

  const showFlag = ({ type = 'info', title = '', body = '' }) => {
    const item = document.createElement('div');
    item.className = `flag flag-${type}`;
    item.setAttribute('role', 'status');
    const heading = document.createElement('strong');
    heading.textContent = title;
    const text = document.createElement('p');
    text.textContent = String(body).replace(/<[^>]*>/g, '');
    item.append(heading, text);
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
    const value = (await actions[data.ap]?.(data.data ?? {})) ?? null;
    frame.contentWindow?.postMessage({ apAnswer: data.id, value }, '*');
  });
}
