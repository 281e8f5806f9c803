import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeTokenCss } from '../../scripts/tokens/make-token-css.ts';
import { readStyles } from '../../scripts/tokens/read-styles.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

test('the colors are those of the design system (`npm run tokens` writes them)', () => {
  assert.equal(read('public/tokens.css'), makeTokenCss(readStyles()));
});

test('a token that the design system does not have is refused', () => {
  assert.throws(() => makeTokenCss('color: var(--ds-text-purple-ish)'), /--ds-text-purple-ish/);
});

test('no color stands in the styles themselves', () => {
  assert.deepEqual(readStyles().match(/#[0-9a-f]{3,8}\b|rgba?\(/gi), null);
});

test('each style is linked by the page, whose order decides which rule wins', () => {
  const linked = read('views/layouts/page.hbs').matchAll(/\/public\/styles\/([a-z-]+\.css)/g);
  const names = [...linked].flatMap(([, name]) => name ?? []);
  assert.deepEqual(names.toSorted(), readdirSync(path.join(ROOT, 'public/styles')).toSorted());
});
