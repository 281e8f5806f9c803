'use strict';
/* The admin page around the frame of a Custom UI page: the far end of its bridge. */
{
  const shell = document.querySelector('main');
  const frame = document.querySelector('iframe');
  const { account } = shell.dataset;

  const invoke = async (call) => {
    const response = await fetch('/_simulator/forge/invoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, call }),
    });
    return response.json();
  };

  /** Jira asks the administrator; here they agree. */
  const setRemote = async ({ remotes }) => {
    const response = await fetch('/_simulator/forge/remote', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(remotes[0].configured),
    });
    return response.ok ? { results: remotes } : { error: 'Jira refused the remote.' };
  };

  const actionButton = (id, text, action, item) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => {
      item.remove();
      frame.contentWindow?.postMessage({ forgeFlag: id, action }, '*');
    });
    return button;
  };

  const showFlag = ({ id, type = 'info', title = '', description = '', actions = [] }) => {
    const item = document.createElement('div');
    item.className = `flag flag-${type}`;
    item.setAttribute('role', 'status');
    const heading = document.createElement('strong');
    heading.textContent = title;
    const text = document.createElement('p');
    text.textContent = description;
    item.append(heading, text, ...actions.map((each, at) => actionButton(id, each, at, item)));
    document.querySelector('.flags').append(item);
    setTimeout(() => item.remove(), 8000);
    return true;
  };

  /** The place within the app stands behind the app's own address. */
  const readLocation = () => {
    const [pathname, search = ''] = decodeURI(window.location.hash.slice(1)).split('?');
    return { pathname: pathname || '/', search: search && `?${search}`, hash: '' };
  };

  const go = ({ action, path }) => {
    const address = `${window.location.pathname}${window.location.search}#${path}`;
    if (action === 'PUSH') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
    return readLocation();
  };

  /** What to do for a command of the app; what is returned is the answer. */
  const commands = {
    invoke,
    __permission__remoteSet: setRemote,
    showFlag,
    theme: () => document.documentElement.dataset.colorMode,
    location: readLocation,
    go,
    getContext: () => ({ accountId: account, extension: { type: 'jira:adminPage' } }),
  };

  window.addEventListener('popstate', () =>
    frame.contentWindow?.postMessage({ forgeLocation: readLocation() }, '*'),
  );
  window.addEventListener('message', async ({ source, data }) => {
    if (!data?.forge || source !== frame.contentWindow) return;
    const value = (await commands[data.forge]?.(data.payload)) ?? null;
    frame.contentWindow?.postMessage({ forgeAnswer: data.id, value }, '*');
  });
}
