import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { textsOfMarkup, textsOfSource, textsOfTemplate } from '../support/words/find-texts.ts';

const root = path.resolve(import.meta.dirname, '../..');
const READERS: [string, (content: string) => string[]][] = [
  ['src/**/*.ts', textsOfSource],
  ['public/*.js', textsOfSource],
  ['scripts/**/*.ts', textsOfSource],
  ['views/**/*.hbs', textsOfTemplate],
  ['docs/*.md', textsOfMarkup],
  ['{README,SECURITY,CHANGELOG,CONTRIBUTING,ARCHITECTURE}.md', textsOfMarkup],
];
const TEXTS = READERS.flatMap(([files, textsOf]) =>
  globSync(files, { cwd: root }).flatMap((file) =>
    textsOf(readFileSync(path.join(root, file), 'utf8')).map((text) => ({ file, text })),
  ),
);

/** Sentences of other languages in English words. */
const TRANSLATED: RegExp[] = [
  /\bis not to be had\b/i,
  /\bbe it (that|a|of)\b/i,
  /\bwritten anew\b|\bstart anew\b|\bbegin anew\b/i,
  /^Likewise\b|\. Likewise\b/,
  /\b(then|let .* |may|can(not|'t)?) go on\b/i,
  /\b(does|do|did) not exist any more\b|\bnot there any more\b/i,
  /\bis there already\b|\bare there already\b/i,
  /\bmay not (write|browse|see|read|lead)\b/,
  /\bcannot be (told|had)\b/i,
  /\bTell whoever\b/,
  /\bLook (at|whether) (it|the list|them)\b/,
  /\bby itself\.$/,
  /\botherwise than\b/i,
  /\bjust now\b/i,
  /\bso (long|many) as\b/i,
  /\bhas not the\b/i,
  /\bin place of (data|it|their|an? [a-z]+)\./i,
  /\be-mail\b/i,
  /\b(licence|colour|recognise|behaviour|organisation)s?\b/,
  /’/,
];

test('no text that a person reads sounds translated', () => {
  const found = TEXTS.flatMap(({ file, text }) =>
    TRANSLATED.filter((pattern) => pattern.test(text)).map(
      (pattern) => `${file}: ${pattern.source}: ${text.slice(0, 160)}`,
    ),
  );
  assert.deepEqual(found, []);
});

/** "a ? 'object' : 'objects'", "{{#if one}}backup{{else}}backups{{/if}}", "object(s)". */
const PLURALS_BY_HAND = [
  /\? (['"`])([^'"`]*?\w)\1 : \1\2(s|es)\1/,
  /\}\}\s*(\w+)\s*\{\{else\}\}\s*\1s\b/,
  /[a-z]\(s\)/,
];
const HAS_COUNTED = ['src/core/kernel/counted.ts'];

test('numbers with a noun are said by counted()', () => {
  const found = globSync(['src/**/*.ts', 'views/**/*.hbs'], { cwd: root })
    .filter((file) => !HAS_COUNTED.includes(file))
    .filter((file) => {
      const content = readFileSync(path.join(root, file), 'utf8').replace(/\s+/g, ' ');
      return PLURALS_BY_HAND.some((pattern) => pattern.test(content));
    });
  assert.deepEqual(found, []);
});

/** A number without `counted()` in front of a noun says "1 objects" one day. */
const BARE_NUMBER =
  /\$\{(?!counted\()[^}]*\} (objects|schemas|backups|values|records|pages|runs|attributes|people|groups)\b/;

test('no number stands bare before a plural', () => {
  const found = TEXTS.filter(({ file, text }) => file.startsWith('src/') && BARE_NUMBER.test(text))
    .filter(({ text }) => !/ of (the )?\$\{|\$\{MAX_/.test(text))
    .map(({ file, text }) => `${file}: ${text}`);
  assert.deepEqual(found, []);
});
