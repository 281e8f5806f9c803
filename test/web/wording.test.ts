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

const NOUNS =
  '(objects|schemas|backups|values|records|pages|runs|attributes|people|groups|issues|lines|times|calls|entries|types|comments|attachments|blockers|days)';
const VERBS = "(are|were|have|match|differ|follow|don't|weren't)";
/** A number without `counted()` in front of a noun says "1 objects" one day. */
const BARE_IN_SOURCE = [
  new RegExp(`\\$\\{(?!counted\\()[^}]*\\} (\\w+ )?${NOUNS}\\b`),
  new RegExp(`\\$\\{count\\([^}]*\\} (\\w+ )?${VERBS}\\b`),
  // What is counted, and a verb outside of it: "1 backup were deleted".
  new RegExp(`\\$\\{counted\\([^}]*\\} ${VERBS}\\b`),
];
/** In a template, a field has its noun with it, and says so by its name where a word follows. */
const BARE_IN_TEMPLATE = [
  new RegExp(`\\{\\{(?![#/>]|else)[\\w.]*(?<!Counted)\\}\\} (\\w+ )?${NOUNS}\\b`),
  new RegExp(`\\{\\{(?![#/>]|else)[\\w.]*Counted\\}\\} (of them )?${VERBS}\\b`),
];
/** Numbers that are above 1 wherever these are said, and words that are no numbers. */
const MANY = [
  / of the \$\{/,
  /\$\{(MAX_|TIMES_|TIMELINE_|GROUPS|minutes \/ DAY_MINUTES|days\})/,
  /\$\{(reserved|reservedInNames)\./,
  /\$\{(thing|refusal|references)\} /,
  /\$\{count\((short|partial|causes|number|equal|group\.things)\)\}|\{\{(outcome\.short|partial)\}\}/,
  /\{\{service\.trouble\}\}/,
];

/** Texts in which a number that may be 1 stands before a plural. */
function withBareNumbers(folder: string, patterns: RegExp[]): string[] {
  return TEXTS.filter(({ file }) => file.startsWith(folder))
    .filter(({ text }) => patterns.some((pattern) => pattern.test(text)))
    .filter(({ text }) => !MANY.some((pattern) => pattern.test(text)))
    .map(({ file, text }) => `${file}: ${text}`);
}

test('no number stands bare before a plural', () => {
  assert.deepEqual(withBareNumbers('src/', BARE_IN_SOURCE), []);
  assert.deepEqual(withBareNumbers('views/', BARE_IN_TEMPLATE), []);
});

test('the search sees a noun, a word before it, and a verb', () => {
  const seen = (patterns: RegExp[], text: string): boolean =>
    patterns.some((pattern) => pattern.test(text));
  for (const text of [
    '${total} objects',
    '0 of ${count(total)} objects',
    '${count(more)} more lines',
    '${count(more)} more were refused',
    "${counted(doomed.length, 'backup')} were deleted",
  ])
    assert.ok(seen(BARE_IN_SOURCE, text), text);
  for (const text of ['All {{many}} schemas', '{{odd}} odd values', '{{allCounted}} of them are'])
    assert.ok(seen(BARE_IN_TEMPLATE, text), text);
  assert.ok(!seen(BARE_IN_SOURCE, "${counted(total, 'object')} of this backup"));
  assert.ok(!seen(BARE_IN_TEMPLATE, '{{issuesCounted}} objects of this backup'));
});
