import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { settingsTable } from '../../src/config.ts';

test('docs/operations.md has every setting with its default and its sentence', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  for (const { name, fallback, about, secret } of settingsTable) {
    assert.ok(
      text.includes(
        `| \`${name}\`${secret ? ' (secret)' : ''} | ${fallback === '' ? '–' : `\`${fallback}\``} | ${about} |`,
      ),
      name,
    );
  }
});
