import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { modelTypes } from '../support/sites/model-types.ts';
import { templateFaults, type Templates } from '../support/source/template-faults.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (pattern: string): Templates =>
  new Map(
    globSync(pattern, { cwd: root }).map((file) => [
      path.basename(file, '.hbs'),
      readFileSync(path.join(root, file), 'utf8'),
    ]),
  );
const pages = read('views/pages/**/*.hbs');
const templates = new Map([...pages, ...read('views/partials/**/*.hbs')]);
const models = modelTypes(path.join(root, 'src/web/routes/view-models.ts'), 'ViewModels');

test('every page has a model, and every model a page', () => {
  assert.deepEqual([...models.names].sort(), [...pages.keys()].sort());
});

test('every field that a template names is one of its model', () => {
  assert.deepEqual(
    models.names.flatMap((name) => templateFaults(name, templates, models.typeOf(name))),
    [],
  );
});

test('a site is called by its host wherever it is named, and nowhere in two ways', () => {
  const address = />[^<>]*\{\{(?:siteUrl|instance|site|url)\}\}[^<>]*</;
  const named = [...templates].filter(([, source]) => address.test(source)).map(([name]) => name);
  assert.deepEqual(named, []);
  const own = globSync('src/**/*.ts', { cwd: root }).filter(
    (file) =>
      !file.endsWith('host-of.ts') &&
      /siteUrl\.replace\(|new URL\(\w*[sS]iteUrl\)\.host\b/.test(
        readFileSync(path.join(root, file), 'utf8'),
      ),
  );
  assert.deepEqual(own, []);
});

test('every partial is part of a page', () => {
  const users = [...templates.values(), ...read('views/layouts/*.hbs').values()];
  const used = users.flatMap((source) =>
    [...source.matchAll(/\{\{#?>\s*([\w-]+)/g)].map(([, name]) => name),
  );
  const unused = [...templates.keys()].filter((name) => !pages.has(name) && !used.includes(name));
  assert.deepEqual(unused, []);
});

test('the check sees a field that the model does not have', () => {
  const type = models.typeOf('target-delete-ask');
  const broken = (source: string): string[] =>
    templateFaults(
      'target-delete-ask',
      new Map([
        ['target-delete-ask', source],
        ['part', '{{of}}: {{> @partial-block}}'],
      ]),
      type,
    );
  assert.deepEqual(broken('{{name}} {{#if id}}{{siteUrl}}{{/if}}'), []);
  assert.deepEqual(broken('{{nmae}}'), ['target-delete-ask: there is no "nmae"']);
  assert.deepEqual(broken('{{#if id}}{{name.first}}{{/if}}'), [
    'target-delete-ask: there is no "name.first"',
  ]);
  assert.deepEqual(broken('{{#> part of=name}}{{of}} {{nmae}}{{/part}}'), [
    'target-delete-ask: there is no "nmae"',
  ]);
});
