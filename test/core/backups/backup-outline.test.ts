import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachOnce, isSameBackup, nearestBase } from '../../../src/core/backups/backup-outline.ts';
import { runId } from '../../../src/core/kernel/ids.ts';

const backup = (sequence: number, original?: string) => ({
  id: runId(`b${sequence}`),
  sequence,
  createdAt: new Date(sequence),
  original: original === undefined ? undefined : runId(original),
});

test('a copy leans on the last backup before it, else on the first one after it', () => {
  const there = [backup(9), backup(2), backup(5)];
  const baseOf = (sequence: number) => nearestBase(there, backup(sequence))?.sequence;
  assert.deepEqual([1, 2, 4, 5, 7, 10].map(baseOf), [2, 2, 2, 5, 5, 9]);
  assert.equal(nearestBase([], backup(1)), undefined);
});

test('copies of one backup are the same backup, and so is what they are copies of', () => {
  assert.ok(isSameBackup(backup(1), backup(7, 'b1')));
  assert.ok(isSameBackup(backup(7, 'b1'), backup(8, 'b1')));
  assert.ok(!isSameBackup(backup(1), backup(2)));
});

test('of a backup and its copies one is told: itself where it is there, else the first copy', () => {
  const told = (...backups: ReturnType<typeof backup>[]): string[] =>
    eachOnce(backups).map(({ id }) => id);
  assert.deepEqual(told(backup(9, 'b1'), backup(1), backup(8, 'b1')), ['b1']);
  assert.deepEqual(told(backup(9, 'b1'), backup(8, 'b1'), backup(2)), ['b9', 'b2']);
});
