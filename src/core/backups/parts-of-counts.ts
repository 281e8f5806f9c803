import type { BackupPart } from './backup.ts';

/** Which kinds of record belong to which part. */
const PARTS: Record<string, string[]> = {
  structure: ['schema', 'objectType', 'attribute', 'referenceType', 'status'],
  people: ['user', 'group'],
  objects: ['object'],
};

/** The parts of a backup whose header counts all kinds together. */
export function partsOfCounts(counts: Record<string, number>): BackupPart[] {
  return Object.entries(PARTS).map(([name, kinds]) => ({
    name,
    status: 'complete',
    counts: Object.fromEntries(kinds.map((kind) => [kind, counts[kind] ?? 0])),
  }));
}
