import type { AttributeValue } from '../../../assets/model/attribute-value.ts';
import type { NameRecord, PartDefinition } from '../../reading/part-definition.ts';
import { ObjectsReading } from './objects-reading.ts';
import { putObjectsAgain } from './put-objects-again.ts';

/** The fields of a stored object that name other records. */
export interface ObjectBody {
  typeId?: string;
  values?: Record<string, AttributeValue[]>;
}

/**
 * The objects with their values. Objects that they reference may be in other schemas, so Verify
 * does not require those.
 */
export const OBJECTS_PART: PartDefinition = {
  name: 'objects',
  title: 'Objects',
  showAt: 0,
  kinds: [{ kind: 'object', word: 'object', title: 'Objects', hasUniqueIds: true }],
  rules: [
    {
      of: 'object',
      names: ['objectType', 'attribute', 'user', 'group'],
      find: (body, name) => nameOthers(body as ObjectBody, name),
    },
  ],
  read: (reading) => new ObjectsReading(reading).run(),
  putAgain: putObjectsAgain,
};

/** What the values of an object name. */
export function nameOthers({ typeId, values = {} }: ObjectBody, name: NameRecord): void {
  if (typeId !== undefined) name('objectType', typeId);
  for (const [attribute, given] of Object.entries(values)) {
    name('attribute', attribute);
    for (const value of given) {
      if ('user' in value) name('user', value.user);
      else if ('group' in value) name('group', value.group);
    }
  }
}
