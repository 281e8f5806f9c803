import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TARGETS, targetPages } from '../../support/pages/target-pages.ts';

const { other, addresses, running, documents, post, good, assertNoTokens } = await targetPages();
const { sandbox: _sandbox, ...notSandbox } = good;

const MISTAKES: [string, Record<string, string>, string, RegExp][] = [
  ['no name', { ...good, name: ' ' }, 'name', /Connection name is mandatory/],
  ['no email', { ...good, email: '' }, 'email', /Target Email is mandatory/],
  [
    'no workspace ID',
    { ...good, workspaceId: '' },
    'workspaceId',
    /Target Workspace ID is mandatory/,
  ],
  ['no URL', { ...good, siteUrl: '' }, 'siteUrl', /Target Instance URL is mandatory/],
  ['no token', { ...good, token: '' }, 'token', /Target Token is mandatory/],
  [
    'a URL over http',
    { ...good, siteUrl: 'http://acme.atlassian.net' },
    'siteUrl',
    /The URL must start with https:\/\//,
  ],
  [
    'a pretend site that is not on the list',
    { ...good, siteUrl: 'http://127.0.0.1:1' },
    'siteUrl',
    /The URL must start with https:\/\//,
  ],
  [
    'this machine by its address',
    { ...good, siteUrl: 'https://127.0.0.1' },
    'siteUrl',
    /This address isn&#x27;t allowed/,
  ],
  [
    'this machine in odd notation',
    { ...good, siteUrl: 'https://0x7f.1/' },
    'siteUrl',
    /This address isn&#x27;t allowed/,
  ],
  [
    'this machine by its name',
    { ...good, siteUrl: 'https://localhost' },
    'siteUrl',
    /This address isn&#x27;t allowed/,
  ],
  [
    'the metadata of a cloud',
    { ...good, siteUrl: 'https://169.254.169.254/latest' },
    'siteUrl',
    /This address isn&#x27;t allowed/,
  ],
  [
    'a user name in the URL',
    { ...good, siteUrl: 'https://admin:secret@acme.atlassian.net' },
    'siteUrl',
    /This address isn&#x27;t allowed/,
  ],
  [
    'an odd port',
    { ...good, siteUrl: 'https://acme.atlassian.net:8443' },
    'siteUrl',
    /This address isn&#x27;t allowed/,
  ],
  [
    'a site that redirects into a private network',
    { ...good, siteUrl: addresses.redirects },
    'siteUrl',
    /This address isn&#x27;t allowed/,
  ],
  [
    'a site that is not there',
    { ...good, siteUrl: addresses.silent },
    'siteUrl',
    /The site doesn&#x27;t answer over https/,
  ],
  [
    'the current site',
    { ...good, siteUrl: running.simulator.url },
    'siteUrl',
    /This is the current site/,
  ],
  [
    'a site without the app',
    notSandbox,
    'sandbox',
    /Install the app on the target site first, or tick that it is a sandbox of this site\./,
  ],
  [
    'a wrong token',
    { ...good, token: 'wrong-token-7' },
    'token',
    /The site rejected this email and token/,
  ],
  [
    'a revoked token',
    { ...good, email: 'revoked@example.com', token: 'revoked-token' },
    'token',
    /The site rejected this email and token/,
  ],
  [
    'the workspace of another site',
    { ...good, workspaceId: running.simulator.workspaceId },
    'workspaceId',
    /This workspace ID doesn&#x27;t belong to this site/,
  ],
  [
    'an account without Assets',
    { ...good, email: 'noassets@example.com', token: 'noassets-token' },
    'email',
    /This account can&#x27;t use Assets on this site/,
  ],
];
for (const [what, form, field, message] of MISTAKES)
  test(`${what}: the message stands at its field with a way there, what was typed is kept, the token is not sent back, nothing is saved`, async () => {
    const { status, html } = await post('/app/targets', form);
    assert.equal(status, 200);
    assert.match(
      html,
      new RegExp(
        `id="${field}-error">${message.source}[^<]*<a href="#${field}" data-focus="${field}">Edit</a>`,
      ),
    );
    assert.match(html, new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    assert.equal(html.match(/class="error"/g)?.length, 1, 'one message at a time');
    for (const [name, value] of Object.entries(form))
      if (name !== 'token' && name !== 'sandbox' && value.trim() !== '')
        assert.ok(html.includes(`value="${value}"`), name);
    assert.equal(/id="sandbox"[^>]* checked/.test(html), form['sandbox'] === 'on');
    assert.equal(await documents.countDocuments(TARGETS), 0);
  });

test('a site that fails is said to, above the form, and nothing is saved', async () => {
  other.settings.faults = [{ path: 'myself', kind: '503', probability: 1 }];
  const { html } = await post('/app/targets', good);
  other.settings.faults = [];
  assert.match(html, /role="alert">The site didn&#x27;t answer/);
  assert.match(html, new RegExp(`value="${good.name}"`));
  assert.equal(await documents.countDocuments(TARGETS), 0);
});

test('no token stands on a page, in the log or readable in the database', assertNoTokens);
