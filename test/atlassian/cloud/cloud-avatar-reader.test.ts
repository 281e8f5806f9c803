import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { OptionalCalls } from '../../../src/atlassian/assets/calls/optional-calls.ts';
import { CloudAvatarReader } from '../../../src/atlassian/cloud/parts/cloud-avatar-reader.ts';
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
  return new CloudAvatarReader({ calls, optional, origins: ['http://site'] }).avatarBytes('7');
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
