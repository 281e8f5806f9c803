import type { Run } from '../runs/run.ts';

/** What a restore that is complete keeps in `result`. */
export interface RestoreFacts {
  schemaId: string;
  schemaName: string;
  schemaKey: string;
  created: number;
  updated: number;
  left: number;
  skipped: number;
  failed: number;
  valuesLeftOut: number;
  /** Calls that wrote, and those of them that created or changed an object. */
  writes: number;
  objectWrites: number;
  /** Sentences: what is otherwise than in the backup, and why. */
  notes: string[];
}

/** `what`: each attribute that differs, with what the backup and the destination have. */
export interface CheckedObject {
  key: string;
  targetKey: string;
  label: string;
  what: string;
}

/** What a run of kind restore-check keeps in `result`. */
export interface CheckFacts {
  compared: number;
  equal: number;
  /** Differences that the report of the restore explains (values left out). */
  explained: number;
  /** Differ as the rule for objects that were there leaves them. */
  kept: number;
  missing: number;
  differingCount: number;
  /** The first of each, with what differs. */
  differing: CheckedObject[];
  keptObjects: CheckedObject[];
  missingObjects: { key: string; label: string; type: string }[];
  structure: string[];
}

export const restoreFacts = (run: Run): RestoreFacts => run.result as unknown as RestoreFacts;
export const checkFacts = (run: Run): CheckFacts => run.result as unknown as CheckFacts;

/** Nothing is missing, and nothing differs but as the report and the chosen rule say. */
export const isSound = ({ missing, differingCount, structure }: CheckFacts): boolean =>
  missing === 0 && differingCount === 0 && structure.length === 0;
