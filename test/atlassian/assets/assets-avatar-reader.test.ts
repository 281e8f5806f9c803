import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { OptionalCalls } from '../../../src/atlassian/assets/calls/optional-calls.ts';
import { AssetsAvatarReader } from '../../../src/atlassian/assets/parts/assets-avatar-reader.ts';
import { pathInWorkspace } from '../../../src/atlassian/cloud/parts/path-in-workspace.ts';
import { pathBelowRoot } from '../../../src/atlassian/data-center/reading/path-below-root.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';
import { Refused } from '../../../src/core/kernel/errors.ts';

const ROOT = 'http://site/jsm/assets/workspace/w/v1';
const AT = `${ROOT}/object/7/avatar.png?size=72`;

/** The bytes of an object's avatar, where the site answers this about the object. */
function avatarOf(object: unknown): Promise<Uint8Array | null> {
  const http: Http = async ({ url }) => {
    const isBytes = url.endsWith('/avatar.png');
    const body = Buffer.from(isBytes ? 'picture' : JSON.stringify(object));
    return { status: 200, headers: {}, body };
  };
  const calls = new AssetsCalls(http, ROOT);
  const optional = new OptionalCalls({ http, root: ROOT, off: new Set() });
  const pathOf = pathInWorkspace(['http://site']);
  return new AssetsAvatarReader({ calls, optional, pathOf }).avatarBytes('7');
}

test('the largest address that can be read gives the picture', async () => {
  const avatar = { url288: '', url144: null, url72: AT };
  assert.equal(String(await avatarOf({ hasAvatar: true, avatar })), 'picture');
});

test('an object that says it has none has none', async () => {
  assert.equal(await avatarOf({ hasAvatar: false, avatar: { url72: AT } }), null);
});

test('an avatar without an address is one that cannot be read, however the object says it', async () => {
  const odd = [
    { hasAvatar: true },
    { hasAvatar: true, avatar: { url72: 'x' } },
    { avatar: {} },
    [],
  ];
  for (const object of odd)
    await assert.rejects(
      avatarOf(object),
      new Refused('part-unavailable', "The site doesn't say where the avatar is."),
    );
});

test('an avatar that is kept elsewhere is not asked for', async () => {
  for (const url72 of ['http://other/jsm/assets/workspace/w/v1/a.png', 'http://site/rest/a.png'])
    await assert.rejects(avatarOf({ hasAvatar: true, avatar: { url72 } }), {
      code: 'part-unavailable',
      message: /which this service doesn't call/,
    });
});

test('addresses of a Data Center lead below its root, whatever it calls itself', () => {
  const path = (url: string) => pathBelowRoot(URL.parse(url));
  const avatar = '/object/7/avatar.png';
  assert.equal(path(`http://site/rest/assets/1.0${avatar}?size=288`), avatar);
  assert.equal(path(`https://inside:8443/jira/rest/insight/1.0${avatar}`), avatar);
  assert.equal(path('https://gravatar.example/avatar/64e1'), undefined);
  assert.equal(path('http://site/rest/assets/1.0/../../api/2/user'), undefined);
  assert.equal(path('no address'), undefined);
});
