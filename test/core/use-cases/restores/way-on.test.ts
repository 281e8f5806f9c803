import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runId } from '../../../../src/core/kernel/ids.ts';
import type { RestoreRun } from '../../../../src/core/restores/restore-kind.ts';
import { wayOn } from '../../../../src/core/use-cases/restores/way-on.ts';

const ended = (errorCode: string | undefined, planId = 'plan'): RestoreRun =>
  ({ id: runId('r'), state: 'failed', errorCode, input: { planId } }) as unknown as RestoreRun;

test('a restore is resumed only where that can help', () => {
  assert.equal(wayOn(ended('site-unreachable')).resumable, true);
  assert.equal(wayOn(ended('schema-gone')).resumable, false);
  assert.equal(wayOn(ended(undefined), { gone: 'schema' }).resumable, false);
  assert.equal(wayOn(ended(undefined), { hasBackup: false }).resumable, false);
  assert.equal(wayOn(ended('plan-changed')).resumable, false);
});

test('without its target instance a restore is not resumed, and says why', () => {
  const { resumable, closed } = wayOn(ended('not-found'), { gone: 'target' });
  assert.equal(resumable, false);
  assert.match(closed ?? '', /its target instance was deleted/);
});

test('a restore whose schema was refused leads back to the plan where another name is chosen', () => {
  assert.equal(wayOn(ended('name-taken')).planId, 'plan');
  assert.equal(wayOn(ended('no-permission')).planId, undefined);
});
