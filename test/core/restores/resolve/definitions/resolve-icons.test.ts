import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Refused } from '../../../../../src/core/kernel/errors.ts';
import { ListedIcons } from '../../../../../src/core/restores/resolve/definitions/listed-icons.ts';
import { resolveIcons } from '../../../../../src/core/restores/resolve/definitions/resolve-icons.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fileOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const { signal } = new AbortController();
/** Icons of a destination: id → name and picture. */
const THERE: Record<string, [name: string, picture: string]> = {
  '1': ['Object', 'a cube'],
  '2': ['Laptop', 'another laptop'],
  '3': ['Portable', 'a laptop'],
  '4': ['phone', 'a phone'],
};
const listed = Object.entries(THERE).map(([id, [name]]) => ({ id, name }));
const type = (iconId: string, iconName: string) => ({ iconId, iconName });
const stored = new Map(
  [
    ['l', 'Laptop', 'a laptop'],
    ['r', 'Rack', 'a rack'],
  ].map(([id = '', name = '', picture = '']) => [id, { id, name, file: fileOf(picture) }]),
);

function places(more: { why?: string; isSameSite?: boolean; gives?: boolean } = {}) {
  const { why, isSameSite = false, gives = true } = more;
  let asked = 0;
  const reader = {
    iconBytes: async (id: string) => {
      asked += 1;
      if (!gives) throw new Refused('part-unavailable', 'no');
      return bytesOf(THERE[id]![1]);
    },
  };
  return {
    stored,
    there: new ListedIcons(listed, reader, signal),
    isSameSite,
    isThere: async () => true,
    whyNoIcons: async () => why,
    asked: () => asked,
  };
}

test('an icon is found by picture before one of the same name, and by name where there is none', async () => {
  const found = await resolveIcons(
    [type('l', 'Laptop'), type('p', 'Phone'), type('l', 'Laptop')],
    places(),
  );
  assert.deepEqual(
    [...found.found],
    [
      ['l', '3'],
      ['p', '4'],
    ],
  );
  assert.deepEqual([found.missing, found.make, found.fallback], [[], [], '1']);
});

test('where the site gives no pictures, names are what there is', async () => {
  const asked = places({ gives: false });
  const { found } = await resolveIcons([type('l', 'Laptop'), type('r', 'Rack')], asked);
  assert.deepEqual([...found], [['l', '2']]);
  assert.equal(asked.asked(), listed.length, 'each is asked for once');
});

test('on its own site an icon is known by its id, and nothing is asked', async () => {
  const asked = places({ isSameSite: true });
  const { found } = await resolveIcons([type('x', 'Whatever')], asked);
  assert.deepEqual([...found], [['x', 'x']]);
  assert.equal(asked.asked(), 0);
});

test('one that is gone from its own site is found by picture, else brought', async () => {
  const gone = new Map(
    [...stored.values()].map(({ file }, at) => [
      `gone${at}`,
      { id: `gone${at}`, name: 'Gone', file },
    ]),
  );
  const asked = { ...places({ isSameSite: true }), stored: gone, isThere: async () => false };
  const { found, make } = await resolveIcons([type('gone0', 'Gone'), type('gone1', 'Gone')], asked);
  assert.deepEqual([[...found], make.map(({ id }) => id)], [[['gone0', '3']], ['gone1']]);
});

test('one that is missing is brought where its picture is there and the site takes it, else listed', async () => {
  const types = [type('r', 'Rack'), type('n', 'No picture')];
  const taken = await resolveIcons(types, places());
  assert.deepEqual(
    [taken.make.map(({ name }) => name), taken.missing.map(({ name }) => name)],
    [['Rack'], ['No picture']],
  );
  const refused = await resolveIcons(types, places({ why: 'It says no.' }));
  assert.deepEqual(refused.make, []);
  assert.deepEqual(
    refused.missing.map(({ name, why }) => [name, why.includes('It says no.')]),
    [
      ['Rack', true],
      ['No picture', false],
    ],
  );
});
