import type { Available } from '../../../assets/ports/site/available.ts';
import type { RestoreAttempt } from './restore-attempt.ts';

/** An attempt as far as it waits for its site. */
export type AskingAttempt = Pick<RestoreAttempt, 'checkpoint' | 'signal'> & {
  parts: { target: Pick<RestoreAttempt['parts']['target'], 'schema' | 'schemas'> };
};

/**
 * What the site says to a call that a restore can do without. If it gives no answer of its own, it
 * is asked once more as soon as it answers for the schema: an outage is waited out, and is no
 * refusal. `ask` is repeatable: a create whose answer was lost throws OutcomeUnknown. @throws what
 * AssetsReader throws for the schema
 */
export async function askThroughOutage<T>(
  attempt: AskingAttempt,
  ask: () => Promise<Available<T>>,
): Promise<Available<T>> {
  const said = await ask();
  if ('value' in said || !said.isPassing) return said;
  await awaitSite(attempt);
  return ask();
}

/** Ends once the site answers for the schema, or for any as long as it isn't made. */
async function awaitSite({ checkpoint, signal, parts }: AskingAttempt): Promise<void> {
  const { schemaId } = checkpoint;
  await (schemaId === undefined
    ? parts.target.schemas(signal)
    : parts.target.schema(schemaId, signal));
}
