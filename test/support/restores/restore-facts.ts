import assert from 'node:assert/strict';
import { restoreCheckKind } from '../../../src/core/restores/check/restore-check-kind.ts';
import type { CheckFacts, RestoreFacts } from '../../../src/core/restores/restore-facts.ts';
import { restoreKind } from '../../../src/core/restores/restore-kind.ts';
import { resultOf } from '../../../src/core/runs/run-fields.ts';
import { isOfKind } from '../../../src/core/runs/run-kind.ts';
import type { Run } from '../../../src/core/runs/run.ts';

export function restoreFacts(run: Run): RestoreFacts {
  assert.ok(isOfKind(run, restoreKind));
  return resultOf(run);
}

export function checkFacts(run: Run): CheckFacts {
  assert.ok(isOfKind(run, restoreCheckKind));
  return resultOf(run);
}
