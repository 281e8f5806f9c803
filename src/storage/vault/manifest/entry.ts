import { compareKinds, type RecordKey } from '../../../core/storages/records/backup-record.ts';
import type { Place } from '../packs/place.ts';

/** What a record's bytes are: the text of its JSON, or the body itself. */
export type Codec = 'json' | 'bytes';

/**
 * A line of the manifest. `gone` marks a key that was taken out again: it hides older lines and is
 * in no finished segment but an overlay's.
 */
export interface Entry extends RecordKey {
  label: string;
  hash: string;
  place: Place;
  codec: Codec;
  gone: boolean;
}

/**
 * Ids of up to 15 digits are compared as numbers and stand before all others, so that the order is
 * total.
 */
function isNumber(id: string): boolean {
  if (id.length === 0 || id.length > 15) return false;
  for (let at = 0; at < id.length; at += 1) {
    const code = id.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const numberA = isNumber(a);
  const numberB = isNumber(b);
  if (numberA !== numberB) return numberA ? -1 : 1;
  return (numberA ? Number(a) - Number(b) : 0) || (a < b ? -1 : 1);
}

/** The order of a manifest: kind, then type, then id, numbers as numbers. */
export function compareKeys(a: RecordKey, b: RecordKey): number {
  if (a.kind !== b.kind) return compareKinds(a.kind, b.kind);
  return compareIds(a.type, b.type) || compareIds(a.id, b.id);
}

export function sameEntry(a: Entry, b: Entry): boolean {
  return (
    a.hash === b.hash &&
    a.label === b.label &&
    a.gone === b.gone &&
    a.codec === b.codec &&
    a.place.pack === b.place.pack &&
    a.place.start === b.place.start &&
    a.place.length === b.place.length &&
    a.place.chunks === b.place.chunks
  );
}
