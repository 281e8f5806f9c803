import type { AssetsDestination } from '../../../assets/ports/assets-destination.ts';
import { ArchivedObjects } from '../../../assets/reading/archived-objects.ts';
import type { Pace } from '../../../assets/reading/pace.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import { pairOf, type ObjectPair, type ObjectRules } from '../../../compare/compare-objects.ts';
import { withContent } from '../../../compare/object-of.ts';
import type { ObjectRef, Snapshot, SnapshotObject } from '../../../compare/snapshot.ts';
import type { MappedValues } from '../../values/map-values.ts';

const BATCH_SIZE = 200;

interface Archived {
  target: Pick<AssetsDestination, 'archive' | 'schema'>;
  /** The schema of the destination. */
  schemaId: string;
  /** What stands for them in the archive of the destination, by the backup's ids. */
  inArchive: ReadonlyMap<string, string>;
  pace: Pace;
}

/**
 * These objects of a backup beside those of the destination's archive that stand for them, which no
 * search finds: each is asked for by itself. One whose values the site doesn't give has no `pair`.
 */
export async function* pairArchived(
  backup: Snapshot,
  refs: readonly ObjectRef[],
  rules: ObjectRules<MappedValues>,
  { target, schemaId, inArchive, pace }: Archived,
): AsyncGenerator<{ pair: ObjectPair<MappedValues> | undefined }> {
  const { archive } = target;
  if (!archive) return;
  const objects = new ArchivedObjects(archive, { site: target, schemaId }, pace.signal);
  for (let from = 0; from < refs.length; from += BATCH_SIZE) {
    const waiting = await backup.objects(refs.slice(from, from + BATCH_SIZE));
    const next = () => {
      const object = waiting.pop();
      if (!object) return null;
      return async (signal: AbortSignal) => ({
        object,
        there: await archivedObject(objects, inArchive.get(object.id), signal),
      });
    };
    for await (const { object, there } of runParallel(next, pace))
      yield { pair: there && pairOf(object, there, rules) };
  }
}

async function archivedObject(
  archived: ArchivedObjects,
  id: string | undefined,
  signal: AbortSignal,
): Promise<SnapshotObject | undefined> {
  if (id === undefined) return undefined;
  const { objects } = await archived.read(id, signal);
  const [object] = objects;
  return object && withContent(object);
}
