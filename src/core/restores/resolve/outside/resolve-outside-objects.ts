import type { AssetsReader } from '../../../assets/ports/assets-reader.ts';
import { lookUpObjects } from '../../../assets/reading/read-objects-by-id.ts';
import { idsOf } from '../../../assets/paging/receive-page.ts';
import type { TenantId } from '../../../kernel/ids.ts';
import type { RestoreStore } from '../../report/restore-line.ts';
import type { Resolution } from '../resolution.ts';
import { unresolved } from '../unresolved.ts';

const BATCH_SIZE = 200;
/** There may be millions; nobody chooses a rule for each. */
const MAX_LISTED = 500;

/** Where to look for what the restore refers to but does not write. */
export interface OutsideRequest {
  tenantId: TenantId;
  sourceWorkspace: string;
  targetWorkspace: string;
  restores: RestoreStore;
  target: AssetsReader;
  signal?: AbortSignal | undefined;
}

/**
 * Finds the objects that references lead to but the restore does not write (of other schemas, or of
 * types that were not chosen): on the same site where they were, as long as they exist; else where
 * an earlier restore put them, if the site still has them. `uses`: object id → how many values name
 * it. Of those that are missing the first are listed; `more`: how many are not; `unlisted`: where
 * an earlier restore put them.
 */
export async function resolveOutsideObjects(
  uses: ReadonlyMap<string, number>,
  request: OutsideRequest,
): Promise<Resolution & { more: number; unlisted: Map<string, string> }> {
  const unlisted = new Map<string, string>();
  const found = new Map<string, string>();
  const ids = [...uses.keys()];
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const batch = ids.slice(from, from + BATCH_SIZE);
    if (request.sourceWorkspace === request.targetWorkspace)
      for (const id of await objectsThere(batch, request)) found.set(id, id);
    await findRestored(
      batch.filter((id) => !found.has(id)),
      request,
      { found, unlisted },
    );
  }
  const missingIds = ids.filter((id) => !found.has(id)).slice(0, MAX_LISTED);
  const missing = missingIds.map((id) => missingObject(id, uses.get(id) ?? 0));
  return { found, missing, more: uses.size - found.size - missing.length, unlisted };
}

async function findRestored(
  ids: string[],
  request: OutsideRequest,
  { found, unlisted }: Record<'found' | 'unlisted', Map<string, string>>,
): Promise<void> {
  if (ids.length === 0) return;
  const { tenantId, sourceWorkspace, targetWorkspace, restores } = request;
  const known = await restores.known(tenantId, { sourceWorkspace, targetWorkspace }, ids);
  const alive = await objectsThere(
    known.map(({ targetId }) => targetId),
    request,
  );
  for (const { sourceId, targetId } of known)
    if (alive.has(targetId) && !found.has(sourceId)) found.set(sourceId, targetId);
  // The newest first.
  for (const { sourceId, targetId } of known)
    if (!found.has(sourceId) && !unlisted.has(sourceId)) unlisted.set(sourceId, targetId);
}

/** Those of these objects that exist. */
async function objectsThere(
  ids: readonly string[],
  { target, signal }: OutsideRequest,
): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const page of lookUpObjects(target, ids, signal))
    for (const id of idsOf(page)) found.add(id);
  return found;
}

const missingObject = (id: string, uses: number) =>
  unresolved({
    kind: 'reference',
    id,
    name: `Object ${id}`,
    uses,
    why: "This object isn't part of the restore and doesn't exist on the destination. Restore its schema first to keep the reference.",
    mappable: true,
  });
