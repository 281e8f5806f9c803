import type { SchemaFlags } from '../../../assets/model/definitions/schema-properties.ts';
import { flagDifferences } from '../../../compare/structure/definition-differences.ts';
import { askThroughOutage } from '../attempt/ask-through-outage.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';

/**
 * Gives a schema the switches that it has in the backup: one that the run makes, and one that was
 * there only where that was chosen. Before objects refer to those of other schemas, which is one of
 * the switches. Writes nothing where they are so already.
 */
export async function writeProperties(attempt: RestoreAttempt, schemaId: string): Promise<void> {
  const { context, target, input } = attempt.parts;
  const wanted = context.source.structure.properties;
  const mayChange = attempt.checkpoint.makesSchema || input.changeDefinitions;
  if (wanted === undefined || !mayChange) return;
  const there = await askThroughOutage(attempt, () =>
    target.schemaProperties(schemaId, attempt.signal),
  );
  if ('unavailable' in there) {
    if (Object.values(wanted).includes(true)) attempt.note(notSet(there.unavailable));
    return;
  }
  const differences = flagDifferences(wanted, there.value.flags);
  if (differences.length === 0) return;
  const flags: SchemaFlags = Object.fromEntries(
    differences.map(({ flag }) => [flag, wanted[flag] === true]),
  );
  const written = await askThroughOutage(attempt, () =>
    target.setSchemaProperties(schemaId, flags, attempt.signal),
  );
  if ('unavailable' in written) attempt.note(notSet(written.unavailable));
  else attempt.countWrite();
}

const notSet = (why: string): string =>
  `The schema's properties weren't set. ${why} Set them in Assets under the schema's configuration.`;
