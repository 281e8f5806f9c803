import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  newRecoveryKey,
  readRecoveryKey,
  writeRecoveryKey,
} from '../../../src/core/storages/keys/read-recovery-key.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keys = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes));

test('a key is read as it was written, however it is typed', () => {
  fc.assert(
    fc.property(keys, (key) => {
      const text = writeRecoveryKey(key);
      assert.match(text, /^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){7}$/);
      const forms = [
        text,
        text.toLowerCase(),
        text.replaceAll('-', ' '),
        text.replaceAll('-', ''),
        ` ${text.replaceAll('-', ' – ')}\n`,
        text.replaceAll('0', 'o').replaceAll('1', 'l'),
      ];
      for (const form of forms) assert.deepEqual(readRecoveryKey(form), { key });
    }),
  );
});

test('any one wrong character is told with its group', () => {
  fc.assert(
    fc.property(keys, fc.nat(39), fc.integer({ min: 1, max: 31 }), (key, at, by) => {
      const plain = writeRecoveryKey(key).replaceAll('-', '').split('');
      plain[at] = ALPHABET.charAt((ALPHABET.indexOf(plain[at] ?? '') + by) % 32);
      const group = Math.floor(at / 5) + 1;
      assert.deepEqual(readRecoveryKey(plain.join('')), {
        mistake: `Group ${group} of the recovery key has a typo. Check it.`,
      });
    }),
  );
});

test('neighbors and groups that changed places are noticed', () => {
  fc.assert(
    fc.property(keys, fc.nat(38), fc.nat(6), (key, at, group) => {
      const plain = writeRecoveryKey(key).replaceAll('-', '');
      const swapped = plain.split('');
      [swapped[at], swapped[at + 1]] = [plain.charAt(at + 1), plain.charAt(at)];
      if (swapped.join('') !== plain) assert.ok(readRecoveryKey(swapped.join('')).mistake);
      const groups = writeRecoveryKey(key).split('-');
      const moved = groups
        .with(group, groups[group + 1] ?? '')
        .with(group + 1, groups[group] ?? '');
      assert.ok(readRecoveryKey(moved.join('-')).mistake);
    }),
  );
});

test('what is too short, too long or no key at all is said in words', () => {
  const text = writeRecoveryKey(newRecoveryKey());
  const mistakeOf = (typed: string): string => readRecoveryKey(typed).mistake ?? '';
  assert.match(mistakeOf(text.slice(0, -1)), /39 characters instead of 40/);
  assert.match(mistakeOf(`${text}7`), /41 characters instead of 40/);
  assert.match(mistakeOf(''), /0 characters instead of 40/);
  assert.match(mistakeOf(text.replace(/^./, 'Ü')), /no “Ü”/);
});
