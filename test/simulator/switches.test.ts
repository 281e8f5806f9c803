import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CHANGED_TO } from '../../simulator/faults/change.ts';
import { LOSSES } from '../../simulator/faults/fault.ts';
import { CHOICES, DEFAULT_SETTINGS } from '../../simulator/world/settings.ts';

const readme = readFileSync(path.join(import.meta.dirname, '../../simulator/README.md'), 'utf8');

/** The cells of a section's tables, a row each. */
function rowsOf(section: string): string[][] {
  const [, text = ''] = readme.split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return own
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| *-/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
const codesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

const switches = rowsOf('Switches').slice(1);

test('the reference names every switch once, with its default', () => {
  assert.deepEqual(
    Object.fromEntries(switches.map(([name, value]) => [codesIn(name)[0], codesIn(value)[0]])),
    Object.fromEntries(
      Object.entries(DEFAULT_SETTINGS).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
  );
  assert.equal(switches.length, Object.keys(DEFAULT_SETTINGS).length);
});

test('it names the other words that a switch can stand for, and the default is the first', () => {
  const choices: Record<string, readonly unknown[]> = CHOICES;
  for (const [name, value, others] of switches) {
    const words = [value, others].flatMap(codesIn).map((code) => JSON.parse(code) as unknown);
    const expected = choices[codesIn(name)[0]!] ?? [words[0]];
    assert.deepEqual(words, expected, name);
  }
});

test('it says where each default comes from', () => {
  for (const [name, , , what, source] of switches) {
    assert.ok(what !== '', name);
    assert.match(source!, /^([A-G](\.\d+)?\b|ours)/, `${name}: a section of the contract, or ours`);
  }
});

test('it names every kind of fault and every form that a member is changed to', () => {
  const named = new Set(rowsOf('Faults').flatMap((row) => row.flatMap(codesIn)));
  for (const kind of [
    ...LOSSES,
    ...CHANGED_TO,
    'answer',
    'page-cap',
    'offset-end',
    'endless',
    'move',
    'change',
  ])
    assert.ok(named.has(kind), kind);
});
