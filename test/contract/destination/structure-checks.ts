import assert from 'node:assert/strict';
import type { DestinationCheck } from './destination-check.ts';

/** Schemas, object types, statuses and reference types. */
export const structureChecks: DestinationCheck[] = [
  {
    name: 'a schema that was made is listed and answers for itself',
    run: async ({ target, schema }) => {
      assert.deepEqual(
        { ...(await target.schema(schema.id)), objectTypeCount: 0 },
        { ...schema, objectTypeCount: 0 },
      );
      assert.ok((await target.schemas()).schemas.some((each) => each.id === schema.id));
    },
  },
  {
    name: 'an object type is read back as it was written, below its parent, and a change leaves what it does not name',
    run: async ({ target, icon, schema, addType }) => {
      const parent = await addType('Place', { inherited: true, abstract: true });
      const child = await addType('Room', { parentId: parent.id });
      await target.updateObjectType(child.id, { description: 'Changed' });
      await target.updateObjectType(parent.id, { abstract: false });
      const types = new Map((await target.objectTypes(schema.id)).map((each) => [each.id, each]));
      const { name, description, iconId, parentId, schemaId } = types.get(child.id)!;
      assert.deepEqual(
        { name, description, iconId, parentId, schemaId },
        {
          name: 'Room',
          description: 'Changed',
          iconId: icon.id,
          parentId: parent.id,
          schemaId: schema.id,
        },
      );
      assert.deepEqual(
        [
          types.get(parent.id)!.inherited,
          types.get(parent.id)!.abstract,
          types.get(parent.id)!.description,
        ],
        [true, false, 'Place by the contract'],
      );
    },
  },
  {
    name: 'statuses and reference types are listed with what they were made of',
    run: async ({ target, mark, schema, made }) => {
      made.status = (
        await target.createStatus({
          name: `In use ${mark}`,
          category: 1,
          description: 'Used',
          schemaId: schema.id,
        })
      ).id;
      made.referenceType = (
        await target.createReferenceType({
          name: `Stands in ${mark}`,
          description: 'Where',
          color: '0055cc',
          schemaId: schema.id,
        })
      ).id;
      const status = (await target.statusTypes(schema.id)).find((each) => each.id === made.status)!;
      const reference = (await target.referenceTypes(schema.id)).find(
        (each) => each.id === made.referenceType,
      )!;
      assert.deepEqual(
        [status.name, status.category, status.description, status.schemaId],
        [`In use ${mark}`, 1, 'Used', schema.id],
      );
      assert.deepEqual(
        [reference.name, reference.description, reference.color, reference.schemaId],
        [`Stands in ${mark}`, 'Where', '0055cc', schema.id],
      );
    },
  },
];
