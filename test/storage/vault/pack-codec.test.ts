import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { compressPack, openPack, sealPack } from '../../../src/storage/vault/packs/pack-codec.ts';

const KEY = Buffer.alloc(32, 1);
const BINDING = { tenantId: 't', storageId: 's', kind: 'data', runId: 'r', packId: 'p' };
/** What zstd gives at once. */
const CHUNK = 256 << 10;

test('what was packed comes back as it was, whatever size it has, in memory of its own', async () => {
  for (const size of [0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
    for (const plain of [Buffer.alloc(size, 'repeated '), randomBytes(size)]) {
      const compressed = await compressPack(plain);
      const opened = await openPack(sealPack(compressed, KEY, BINDING), KEY, BINDING);
      assert.deepEqual(opened, plain);
      for (const bytes of [compressed, opened].filter(({ length }) => length >= Buffer.poolSize))
        assert.equal(bytes.buffer.byteLength, bytes.length);
    }
});

test('a pack opens nowhere but where it was made for, and not with a byte changed', async () => {
  const sealed = sealPack(await compressPack(Buffer.from('a record')), KEY, BINDING);
  for (const [name, value] of Object.entries(BINDING))
    await assert.rejects(openPack(sealed, KEY, { ...BINDING, [name]: `${value}x` }), {
      code: 'damaged',
    });
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await assert.rejects(openPack(changed, KEY, BINDING), { code: 'damaged' });
  }
});
