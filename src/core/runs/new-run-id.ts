import { randomBytes } from 'node:crypto';
import { runId, type RunId } from '../kernel/ids.ts';

/** 96 random bits in hex: unique without asking anybody. */
export function newRunId(): RunId {
  return runId(randomBytes(12).toString('hex'));
}
