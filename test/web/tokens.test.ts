import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeTokenCss } from '../../scripts/tokens/make-token-css.ts';

const folder = path.resolve(import.meta.dirname, '../../public');
const css = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

test('the colors are those of the design system (`npm run tokens` writes them)', () => {
  assert.equal(css('tokens.css'), makeTokenCss(css('app.css')));
});

test('a token that the design system does not have is refused', () => {
  assert.throws(() => makeTokenCss('color: var(--ds-text-purple-ish)'), /--ds-text-purple-ish/);
});

test('no color stands in the style sheet itself', () => {
  assert.deepEqual(css('app.css').match(/#[0-9a-f]{3,8}\b|rgba?\(/gi), null);
});
