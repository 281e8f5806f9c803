import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GatheredBytes } from '../../../src/atlassian/http/transport/gathered-bytes.ts';
import { giveBack } from '../../../src/core/kernel/give-back.ts';

const GATHERED = 200_000;

test('parts are gathered in their order, whatever length was expected', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 40 }),
      fc.option(fc.nat({ max: GATHERED }), { nil: undefined }),
      (parts, expected) => {
        const bytes = new GatheredBytes(expected);
        for (const part of parts) {
          const copied = Buffer.from(part);
          bytes.add(copied);
          copied.fill(0);
        }
        assert.equal(bytes.size, Buffer.concat(parts).length);
        assert.deepEqual(bytes.whole(), Buffer.concat(parts));
      },
    ),
  );
});

test('what was gathered holds no more memory than it has bytes, and can be given back', () => {
  for (const expected of [undefined, 10, GATHERED, 10 * GATHERED]) {
    const bytes = new GatheredBytes(expected);
    for (let at = 0; at < 10; at += 1) bytes.add(Buffer.alloc(GATHERED / 10, at));
    const whole = bytes.whole();
    assert.equal(whole.buffer.byteLength, GATHERED);
    giveBack(whole);
    assert.equal(whole.length, 0);
  }
});

test('a length that is only claimed makes no room', () => {
  const bytes = new GatheredBytes(Number.MAX_SAFE_INTEGER);
  bytes.add(Buffer.from('[]'));
  assert.equal(bytes.whole().toString(), '[]');
});

test('small buffers share their memory, and none of it is given back', () => {
  const [one, other] = [Buffer.from('one'), Buffer.from('other')];
  giveBack(one);
  assert.deepEqual([one.toString(), other.toString()], ['one', 'other']);
});
