import type { Definitions } from '../../reading/definitions.ts';
import type { NameRecord, PartDefinition } from '../../reading/part-definition.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { readStructure } from './read-structure.ts';
import { ShownAttributes } from './shown-attributes.ts';

/** The fields of stored bodies that name other records. */
interface ObjectTypeBody {
  parentId?: string | null;
}
interface AttributeBody {
  objectTypeId?: string;
}

/**
 * Schema, object types, attributes, reference types and statuses: everything except the objects.
 */
export const STRUCTURE_PART: PartDefinition = {
  name: 'structure',
  title: 'Structure',
  showAt: 1,
  kinds: [
    { kind: 'schema', word: 'schema' },
    { kind: 'objectType', word: 'object type', title: 'Object types' },
    { kind: 'attribute', word: 'attribute', title: 'Attributes' },
    { kind: 'referenceType', word: 'reference type', title: 'Reference types' },
    { kind: 'status', word: 'status', title: 'Statuses' },
  ],
  rules: [
    {
      of: 'objectType',
      names: ['objectType'],
      find: (body, name) => nameParent(body as ObjectTypeBody, name),
    },
    {
      of: 'attribute',
      names: ['objectType'],
      find: (body, name) => nameType(body as AttributeBody, name),
    },
  ],
  read: async (reading) => {
    reading.meter.set({ step: 'Reading object types and attributes' });
    const { definitions, refused } = await readStructure(reading, (counts) =>
      reading.types.first(counts),
    );
    reading.definitions = definitions;
    noteChange(reading, definitions);
    return refused.length === 0 ? undefined : { message: refused.join(' ') };
  },
  readAgain: async (reading) => {
    const { definitions } = await readStructure(reading, (counts) => reading.types.now(counts));
    noteChange(reading, definitions);
    const shown = await new ShownAttributes(reading).settle(definitions);
    const messages = [reading.types.shortfall ?? [], shown?.message ?? []].flat();
    return messages.length === 0 ? undefined : { message: messages.join(' ') };
  },
  putAgain: async (reading, keys) => {
    await readStructure(reading, (counts) => reading.types.now(counts));
    await new ShownAttributes(reading).putAgain(keys);
  },
};

/** Objects that were read before definitions changed may still be as they were before. */
function noteChange({ leaning }: PartReading, { digest }: Definitions): void {
  leaning.definitions ??= digest;
  if (leaning.definitions !== digest) leaning.isUnsteady = true;
}

function nameParent({ parentId }: ObjectTypeBody, name: NameRecord): void {
  if (typeof parentId === 'string') name('objectType', parentId, 'parent type');
}

function nameType({ objectTypeId }: AttributeBody, name: NameRecord): void {
  if (objectTypeId !== undefined) name('objectType', objectTypeId);
}
