import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { settingsTable } from '../../src/config.ts';

test('docs/operations.md has every setting with its default and its sentence', () => {
  const file = path.resolve(import.meta.dirname, '../../docs/operations.md');
  // The formatter pads the cells of a table.
  const text = readFileSync(file, 'utf8').replace(/ +/g, ' ');
  for (const { name, fallback, about, secret } of settingsTable) {
    const mark = secret ? ' (secret)' : '';
    const shown = fallback === '' ? '–' : `\`${fallback}\``;
    assert.ok(text.includes(`| \`${name}\`${mark} | ${shown} | ${about} |`), name);
  }
});
