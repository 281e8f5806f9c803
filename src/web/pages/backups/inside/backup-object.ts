import { z } from 'zod';
import { runId } from '../../../../core/kernel/ids.ts';
import { text } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupObjectView } from './backup-object-view.ts';
import { readTrail } from './read-trail.ts';

const MAX_TRAIL = 600;
const ObjectQuery = z.object({ trail: text(MAX_TRAIL) });

/** One object with its attributes, read from the backup; references lead on, and back again. */
export async function backupObject({
  contents,
  caller,
  params,
  query,
  reader,
}: Call<'contents', 'id' | 'typeId' | 'objectId'>) {
  const { id, typeId, objectId } = params;
  const trail = readTrail(ObjectQuery.parse(query).trail);
  const object = await contents.object(caller.tenant.id, runId(id), typeId, objectId);
  return show('backup-object', backupObjectView(id, object, trail, reader));
}
