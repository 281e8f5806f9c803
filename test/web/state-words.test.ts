import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { stateWordsOfSource, stateWordsOfTemplate } from '../support/words/find-state-words.ts';
import { RUN_STATES, PENDING, STOPPING } from '../../src/web/view/components/run-states.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const glossary = read('docs/glossary.md').split('## States on the screen')[1] ?? '';
const known = new Set(
  [...glossary.matchAll(/^\| (.+?) +\|/gm)].flatMap(([, words = '']) => words.split(', ')),
);
const templates = globSync('views/**/*.hbs', { cwd: root });
const sources = globSync('src/web/**/*.ts', { cwd: root });

test('every state that a page shows is a word of the glossary', () => {
  const shown = [
    ...templates.flatMap((file) => stateWordsOfTemplate(read(file)).map((word) => [file, word])),
    ...sources.flatMap((file) => stateWordsOfSource(read(file)).map((word) => [file, word])),
  ];
  assert.ok(shown.length > 40, 'the pages have states');
  assert.deepEqual(
    shown.filter(([, word = '']) => !known.has(word)),
    [],
  );
});

test('every state of a run is a word of the glossary', () => {
  const words = [...Object.values(RUN_STATES).map(({ text }) => text), PENDING, STOPPING];
  assert.deepEqual(
    words.filter((word) => !known.has(word)),
    [],
  );
});

test('the search sees each branch of a lozenge, and the words around a field', () => {
  assert.deepEqual(
    stateWordsOfTemplate(
      '<span class="lozenge {{#if a}}x{{/if}}">{{#if b}}Done{{else}}Over{{/if}}</span>' +
        '<span\n class="lozenge"\n title="{{c}}"\n>{{d}} lost</span><span class="small">No</span>',
    ),
    ['Done', 'Over', 'lost'],
  );
  assert.deepEqual(
    stateWordsOfSource(
      "const A = { text: 'Done', look: '' }; const b = { text: c ? 'Over' : `Gone to ${d}`, look };" +
        "const e = { text: 'No state' };",
    ),
    ['Done', 'Over', 'Gone'],
  );
});
