import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDataCenterSignIn } from '../../../src/atlassian/data-center/with-data-center-sign-in.ts';
import { SiteRedirects } from '../../../src/atlassian/http/http.ts';
import { errorsOf } from '../../../src/atlassian/http/site-errors.ts';

const ask = (location: string | undefined) =>
  withDataCenterSignIn(() => Promise.reject(new SiteRedirects(location)))({
    method: 'GET',
    url: 'https://jira.example.com/rest/api/2/myself',
    endpoint: 'GET rest/api/2/myself',
  });

for (const location of [
  '/login.jsp?permissionViolation=true&os_destination=%2F',
  'https://jira.example.com/plugins/servlet/samlsso',
  'https://sso.example.com/adfs/ls/?wa=wsignin1.0',
  'https://id.example.com/realms/it/protocol/openid-connect/auth?client_id=jira',
  'https://login.example.com/oauth2/v2.0/authorize',
  'https://proxy.example.com/sign-in',
])
  test(`a redirect to ${location} is a refused sign-in`, async () => {
    assert.equal((await ask(location)).status, 401);
  });

for (const location of [undefined, '/startup.jsp', 'https://jira2.example.com/rest/api/2/myself'])
  test(`a redirect to ${location} isn't`, async () => {
    await assert.rejects(ask(location), { code: 'site-redirects' });
  });

for (const unknown of [
  '<?xml version="1.0"?><status><status-code>404</status-code></status>',
  '{"message":"null for uri: https://jira.example.com/x","status-code":404}',
])
  test(`an unknown address is a refusal of an optional call alone, in ${unknown.slice(0, 5)}`, async () => {
    const http = withDataCenterSignIn(async () => ({
      status: 404,
      headers: {},
      body: Buffer.from(unknown),
    }));
    const call = { method: 'GET', url: 'https://jira.example.com/x', endpoint: 'GET x' } as const;
    assert.equal(errorsOf(await http(call)).isOwn, false);
    assert.equal(errorsOf(await http({ ...call, optional: true })).isOwn, true);
  });
