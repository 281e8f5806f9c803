import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Damaged } from '../../../src/core/kernel/errors.ts';
import { DataReader } from '../../../src/storage/vault/packs/data-reader.ts';
import type { PackStore } from '../../../src/storage/vault/packs/pack-store.ts';
import type { Place } from '../../../src/storage/vault/packs/place.ts';

const OPEN = 2;
const BYTES = 64 << 10;

/** A store of packs that are full of their own number, and what it has read. */
function packsByNumber(): { reader: DataReader; opened: Buffer[] } {
  const opened: Buffer[] = [];
  const read = async (id: string): Promise<Buffer> => {
    await new Promise((resolve) => setImmediate(resolve));
    const pack = Buffer.alloc(BYTES, Number(id));
    opened.push(pack);
    return pack;
  };
  const store: Pick<PackStore, 'sizes' | 'read'> = {
    sizes: { gathered: BYTES, sealed: BYTES, open: OPEN },
    read,
  };
  return { reader: new DataReader(store), opened };
}

const placeIn = (pack: number, length = 8_000): Place => ({
  pack: String(pack),
  start: 100,
  length,
  chunks: 0,
});

test('the last packs stay open, the others are freed, and what was read of them stays', async () => {
  const { reader, opened } = packsByNumber();
  const read: Buffer[] = [];
  for (const pack of [1, 1, 2, 1, 3]) read.push(await reader.bytes(placeIn(pack)));
  assert.deepEqual(
    opened.map(({ length }) => length),
    [BYTES, 0, BYTES],
  );
  assert.deepEqual(
    read,
    [1, 1, 2, 1, 3].map((pack) => Buffer.alloc(8_000, pack)),
  );
});

test('a pack that is closed is freed, and read again when it is needed', async () => {
  const { reader, opened } = packsByNumber();
  const first = await reader.bytes(placeIn(1));
  reader.close('1');
  reader.close('1');
  reader.close('2');
  assert.deepEqual(
    opened.map(({ length }) => length),
    [0],
  );
  assert.deepEqual(await reader.bytes(placeIn(1)), first);
  assert.equal(opened.length, 2);
});

test('many that read at once get what they asked for', async () => {
  const { reader } = packsByNumber();
  const packs = Array.from({ length: 40 }, (_none, at) => at % 7);
  const read = await Promise.all(packs.map((pack) => reader.bytes(placeIn(pack))));
  assert.deepEqual(
    read,
    packs.map((pack) => Buffer.alloc(8_000, pack)),
  );
});

test('a place beyond the end of its pack is damage', async () => {
  await assert.rejects(packsByNumber().reader.bytes(placeIn(1, BYTES)), Damaged);
});
