import assert from 'node:assert/strict';
import { WriteRefused } from '../../../src/core/assets/ports/write-refused.ts';

/** The destination refuses the write; `check` looks at the fields that it blames. */
export async function assertRefused(
  write: Promise<unknown>,
  check: (error: WriteRefused) => void,
): Promise<void> {
  await assert.rejects(write, (error: unknown) => {
    assert.ok(error instanceof WriteRefused, String(error));
    check(error);
    return true;
  });
}
