import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { thingIcon } from '../../../../src/web/view/components/thing-icon.ts';

const sprite = readFileSync(
  path.resolve(import.meta.dirname, '../../../../views/partials/icon-sprite.hbs'),
  'utf8',
);

test('a type has the picture of its icon in Assets, else that of its name', () => {
  assert.equal(thingIcon('Anything', 'Laptop').glyph, 'laptop');
  assert.equal(thingIcon('Offices', 'Our own icon').glyph, 'building');
  assert.equal(thingIcon('Licences').glyph, 'key');
  assert.equal(thingIcon('People').glyph, 'people');
});

test('what no picture fits has its first letter, whatever a reader takes for one', () => {
  const letterOf = (name: string) => {
    const { glyph, letter } = thingIcon(name);
    return glyph ?? letter;
  };
  assert.equal(letterOf('  zebra'), 'Z');
  assert.equal(letterOf('👩‍🔧 workshop'), '👩‍🔧');
  assert.equal(letterOf('الأجهزة'), 'ا');
  assert.equal(letterOf(''), '?');
});

test('a name has one color everywhere, and every picture is drawn once a page', () => {
  assert.deepEqual(thingIcon('Zebra'), thingIcon('Zebra', ''));
  const words = 'laptop server phone people building key network database global lock'.split(' ');
  for (const word of words) {
    const { glyph } = thingIcon(word);
    assert.ok(sprite.includes(`id="i-${glyph}"`), word);
  }
});
