import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import { Refused } from '../../../kernel/errors.ts';
import { idMaps } from '../../context/id-maps.ts';
import { withMade } from '../../context/restore-matches.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import { AttributeWriter } from './attribute-writer.ts';
import { makeReferenceTypes, makeStatuses } from './definition-writer.ts';
import { makeIcons } from './make-icons.ts';
import { KeyWriter } from './key-writer.ts';
import { writeProperties } from './write-properties.ts';
import { TypeWriter } from './type-writer.ts';
import type { WrittenStructure } from './written-structure.ts';

/**
 * Makes what is missing of a schema, in the order in which one part needs the other, and saves the
 * schema before anything is made in it. Repeatable: existing things are found, not created again.
 * @throws Refused `name-taken`, and what AssetsWriter throws
 */
export async function writeStructure(attempt: RestoreAttempt): Promise<WrittenStructure> {
  attempt.beginStep('Creating the schema');
  const schemaId = await makeSchema(attempt);
  await attempt.rememberSchema(schemaId);
  await writeProperties(attempt, schemaId);
  attempt.beginStep('Creating statuses and reference types');
  const statuses = await makeStatuses(attempt, schemaId);
  const referenceTypes = await makeReferenceTypes(attempt, schemaId);
  const icons = await makeIcons(attempt);
  attempt.beginStep('Creating object types');
  const types = await new TypeWriter(attempt, schemaId, icons).write();
  attempt.beginStep('Creating attributes');
  const { matches, destination } = attempt.parts.context;
  const made = withMade(matches, { statuses, referenceTypes });
  const maps = idMaps({ destination, matches: made }, (id) => types.get(id));
  const { attributes, deferred } = await new AttributeWriter(attempt, types, maps).write();
  const { keys, uniqueKeys } = await new KeyWriter(attempt, types).write();
  return { schemaId, types, attributes, statuses, referenceTypes, keys, uniqueKeys, deferred };
}

async function makeSchema(attempt: RestoreAttempt): Promise<string> {
  const { context, input, target } = attempt.parts;
  const { schema } = input;
  const knownId = attempt.checkpoint.schemaId;
  if (knownId !== undefined) return knownId;
  if (schema.kind === 'existing') return schema.id;
  const { name, key } = schema;
  const { description } = context.source.structure.schema;
  try {
    return await attempt.makeOnce({
      find: async () => {
        const { schemas } = await target.schemas(attempt.signal);
        return schemas.find((each) => each.key === key && each.name === name)?.id;
      },
      create: async () => {
        const made = await target.createSchema({ name, key, description }, attempt.signal);
        return made.id;
      },
    });
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    throw new Refused(
      'name-taken',
      `The destination refused the new schema: ${error.message} Recalculate the plan.`,
      { cause: error },
    );
  }
}
