import type { ArchiveReader } from '../../assets/ports/parts/archive-store.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { Refused } from '../../kernel/errors.ts';
import type { Run } from '../../runs/run.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { RestoreCheckpoint } from '../restore-checkpoint.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { RestoreStore } from '../report/restore-line.ts';
import { ReaderWithArchived, archivedEntries } from './reader-with-archived.ts';

interface ArchivedRequest {
  run: Pick<Run, 'tenantId'> & { checkpoint?: unknown };
  input: RestoreInput;
  target: AssetsDestination;
  restores: RestoreStore;
  signal: AbortSignal;
  /** Whether those that are in the destination's archive already are included, to be compared. */
  comparesArchive?: boolean | undefined;
}

/** A backup as it is restored, and which of its objects are to be archived in the end. */
interface ArchivedReading {
  reader: BackupReader;
  archived: ReadonlySet<string>;
  /** Which archived object of the destination stands for one of the backup, by its id. */
  inArchive: ReadonlyMap<string, string>;
}

/**
 * With archived objects among the others where they were chosen and the destination has an archive;
 * those that are in it already only where they are compared. @throws Refused `archive-unknown`
 */
export async function withArchived(
  reader: BackupReader,
  request: ArchivedRequest,
): Promise<ArchivedReading> {
  const { input, target, comparesArchive = false } = request;
  const none = { reader, archived: new Set<string>(), inArchive: new Map<string, string>() };
  if (!input.archived || !target.archive) return none;
  const entries = await archivedEntries(reader);
  if (entries.length === 0) return none;
  const there = await archivedThere(reader, target.archive, request);
  const left = entries.filter(({ id }) => !there.has(id));
  const archived = new Set(left.map(({ id }) => id));
  const inArchive = new Map(
    entries.flatMap(({ id }) => {
      const targetId = there.get(id);
      return targetId === undefined ? [] : [[id, targetId]];
    }),
  );
  const too = new ReaderWithArchived(reader, comparesArchive ? entries : left);
  return { reader: too, archived, inArchive };
}

/**
 * Objects of the backup that are in the archive of the destination, with their ids there: by the
 * id maps of restores, and by their own ids in the very schema that was backed up.
 */
async function archivedThere(
  reader: BackupReader,
  archive: ArchiveReader,
  { run, input, restores, signal }: ArchivedRequest,
): Promise<Map<string, string>> {
  const schemaId = schemaIdOf(run, input);
  if (schemaId === undefined) return new Map();
  const listed = await archive.archived(schemaId, signal);
  if ('unavailable' in listed) throw archiveUnknown(listed.unavailable);
  const { objects, shortfall } = listed.value;
  if (shortfall !== undefined) throw archiveUnknown(shortfall);
  const { site } = await reader.header();
  const targetWorkspace = input.place.siteKey;
  const isSameSchema = site.workspaceId === targetWorkspace && site.schemaId === schemaId;
  const ids = new Set(objects.map(({ id }) => id));
  const there = new Map<string, string>();
  const route = { sourceWorkspace: site.workspaceId, targetWorkspace, targetSchemaId: schemaId };
  for await (const known of restores.knownInSchema(run.tenantId, route))
    if (ids.has(known.targetId)) there.set(known.sourceId, known.targetId);
  if (isSameSchema) for (const id of ids) there.set(id, id);
  return there;
}

/** Undefined before the run has made it. */
function schemaIdOf(
  { checkpoint }: ArchivedRequest['run'],
  { schema }: RestoreInput,
): string | undefined {
  if (schema.kind === 'existing') return schema.id;
  return RestoreCheckpoint.safeParse(checkpoint).data?.schemaId;
}

const archiveUnknown = (why: string): Refused =>
  new Refused(
    'archive-unknown',
    `Archived objects can't be restored, because nobody can see which ones the destination has: they might be created twice. ${why} Restore without archived objects, or try again later.`,
  );
