import type { Role } from '../../../assets/model/definitions/role.ts';
import type { Available } from '../../../assets/ports/site/available.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import { counted } from '../../../kernel/counted.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import { storedRole } from '../../../assets/stored/stored-role.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';
import type { PartShortfall } from '../../../storages/records/backup-part.ts';
import type { PartDefinition } from '../../reading/part-definition.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { recordLabel } from '../../reading/record-label.ts';

/** So many refusals, and nothing else, say that the site gives no roles of object types. */
const MAX_REFUSALS = 5;

interface RoleBody {
  objectTypeId?: string;
}

/** The roles of the schema and of its object types, with whoever has them. */
export const ROLES_PART: PartDefinition = {
  name: 'roles',
  title: 'Roles',
  showAt: 3,
  kinds: [{ kind: 'role', word: 'role', title: 'Roles' }],
  rules: [
    {
      of: 'role',
      names: ['objectType'],
      find: (body, name) => {
        const { objectTypeId } = body as RoleBody;
        if (objectTypeId !== undefined) name('objectType', objectTypeId);
      },
    },
  ],
  read: async (reading) => {
    reading.meter.set({ step: 'Reading roles' });
    return readRoles(reading);
  },
};

async function readRoles(reading: PartReading): Promise<PartShortfall | undefined> {
  const { site, schemaId, writer, pace } = reading;
  const ofSchema = await site.schemaRoles(schemaId, pace.signal);
  if ('unavailable' in ofSchema) return { message: ofSchema.unavailable, unavailable: true };
  for (const role of ofSchema.value) await writer.put(roleRecord(role));
  const waiting = (await reading.types.first()).map(({ id }) => id).reverse();
  const refused: string[] = [];
  let isGiven = false;
  const next = () => {
    const id = isGiven || refused.length < MAX_REFUSALS ? waiting.pop() : undefined;
    if (id === undefined) return null;
    return (signal: AbortSignal): Promise<Available<Role[]>> => site.typeRoles(id, signal);
  };
  for await (const found of runParallel(next, pace)) {
    if ('unavailable' in found) refused.push(found.unavailable);
    else {
      isGiven = true;
      for (const role of found.value) await writer.put(roleRecord(role));
    }
  }
  const [why] = refused;
  if (why === undefined) return undefined;
  const owners = isGiven ? counted(refused.length, 'object type') : 'object types';
  return { message: `The roles of ${owners} weren't read. ${why}` };
}

function roleRecord(role: Role): BackupRecord {
  const { id, typeId = '0', name } = role;
  return {
    kind: 'role',
    type: typeId,
    id,
    label: recordLabel(name),
    body: asJson(storedRole(role)),
  };
}
