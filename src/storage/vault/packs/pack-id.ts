import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type { Place } from './place.ts';

/** A holder of a run, as what it writes is named by it. */
export interface Holder {
  runId: RunId;
  fence: number;
  holder: string;
}

const BUCKET = 4096;
const ID = /^(.*)\.\d+\/(\d+(?:-[^.]+)?)\.(\d+)$/;

/**
 * The claim of a holder in ids. Its random name keeps apart what was written under the same fence
 * before and after the service database was restored from an older copy. Earlier versions wrote the
 * fence alone.
 */
export const claimOf = ({
  fence,
  holder,
}: {
  fence: number;
  holder?: string | undefined;
}): string => (holder === undefined ? String(fence) : `${fence}-${holder}`);

/**
 * A pack's id is (tenant, run, bucket / claim, number): never made from content, so a pack that
 * nothing names stays unreachable.
 */
export function packId(tenantId: TenantId, writer: Holder, sequence: number): string {
  const bucket = Math.floor(sequence / BUCKET);
  return `${tenantId}.${writer.runId}.${bucket}/${claimOf(writer)}.${sequence}`;
}

/** All packs that a place names, in order. */
export function packsOf(place: Place): string[] {
  if (place.chunks === 0) return [place.pack];
  const [, tenantAndRun, claim, first] = ID.exec(place.pack) ?? [];
  return Array.from({ length: place.chunks }, (_chunk, at) => {
    const sequence = Number(first) + at;
    return `${tenantAndRun}.${Math.floor(sequence / BUCKET)}/${claim}.${sequence}`;
  });
}

/** (tenant, run, bucket) */
export const shardOf = (id: string): string => id.slice(0, id.indexOf('/'));

export const runOf = (id: string): string => elementAt(id.split('.'), 1);

/**
 * Whether one of these holders may have written it. What earlier versions wrote names none: it is
 * any holder's.
 */
export function isWrittenBy(holders: readonly string[], claim: string): boolean {
  const [, holder] = claim.split('-');
  return holder === undefined || holders.includes(holder);
}

/** The claim in the id of a pack. */
export const claimIn = (id: string): string => ID.exec(id)?.[2] ?? '';
