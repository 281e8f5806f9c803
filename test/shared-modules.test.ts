import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Started as processes: no test imports them. */
const PROGRAMS = [
  'test/compat/making/make-fixture.ts',
  'test/compat/service/service-entry.ts',
  'test/support/processes/fast-replica.ts',
];
/** A hook, or something that is waited for, outside of every function. */
const AS_IT_IS_LOADED =
  /^(?:after|afterEach|before|beforeEach)\(|^(?:(?:export )?const .* = |[\]}] = )?await /m;

test('what test files share opens nothing as it is loaded: it would be closed with the first of them', () => {
  const shared = globSync('test/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
  assert.ok(shared.length > 100);
  const opening = shared.filter((file) => AS_IT_IS_LOADED.test(readFileSync(file, 'utf8')));
  assert.deepEqual(opening.toSorted(), PROGRAMS);
});
