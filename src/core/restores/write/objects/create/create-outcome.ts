import type { WrittenObject } from '../../../../assets/ports/assets-writer.ts';
import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import type { LeftOut } from '../../../report/restore-line.ts';
import type { RefusedAs } from './create-doubts.ts';
import type { UnknownCreate } from '../settle/settle-unknown.ts';

/** How the attempt to create an object ended. */
export type CreateOutcome = CreatedObject | FailedCreate | LostCreate;

/** The object, and what was left out of it. */
export interface Attempted {
  node: number;
  body: SnapshotObject;
  leftOut: LeftOut[];
}

export interface CreatedObject extends Attempted {
  object: WrittenObject;
  pending: string[];
  sentAtMs: number;
}

export interface FailedCreate extends Attempted {
  reason: string;
}

/** Its answer was lost, or a value is refused that may be its own. */
export interface LostCreate extends Attempted {
  unknown: UnknownCreate;
  pending: string[];
  /** Undefined: nothing, its answer was lost. */
  refused: RefusedAs | undefined;
  /** What came in place of its answer. */
  why: string | undefined;
}
