import { matchNamed } from '../../resolve/definitions/match-named.ts';
import { tryWrite } from './try-write.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';

/**
 * Makes the statuses that are missing, in the schema. The backup's id → the id there; values with
 * one that the site refuses are left out.
 */
export async function makeStatuses(
  attempt: RestoreAttempt,
  schemaId: string,
): Promise<Map<string, string>> {
  const { target, context } = attempt.parts;
  const { signal } = attempt;
  const made = new Map<string, string>();
  for (const status of context.matches.toMake.statuses) {
    const { name, category, description } = status;
    const refusal = await tryWrite(attempt, async () => {
      const id = await attempt.makeOnce({
        find: async () =>
          matchNamed(status, await target.statusTypes(schemaId, signal), schemaId)?.id,
        create: async () => {
          const input = { name, category, description, schemaId };
          return (await target.createStatus(input, signal)).id;
        },
      });
      made.set(status.id, id);
    });
    if (refusal !== undefined)
      attempt.note(
        `The destination refused the status "${name}": ${refusal} Values with it are left empty.`,
      );
  }
  return made;
}

/**
 * Makes the reference types that are missing, in the schema; where the site takes none, one that it
 * has stands for them. The backup's id → the id there.
 */
export async function makeReferenceTypes(
  attempt: RestoreAttempt,
  schemaId: string,
): Promise<Map<string, string>> {
  const { target, context } = attempt.parts;
  const { signal } = attempt;
  const made = new Map<string, string>();
  for (const type of context.matches.toMake.referenceTypes) {
    const { name, description, color } = type;
    let id: string | undefined;
    const refusal = await tryWrite(attempt, async () => {
      id = await attempt.makeOnce({
        find: async () =>
          matchNamed(type, await target.referenceTypes(schemaId, signal), schemaId)?.id,
        create: async () => {
          const input = { name, description, color, schemaId };
          return (await target.createReferenceType(input, signal)).id;
        },
      });
    });
    id ??= await standIn(attempt, name, refusal);
    if (id !== undefined) made.set(type.id, id);
  }
  return made;
}

/** A reference type that is on every schema of the site, and the reason for the report. */
async function standIn(
  attempt: RestoreAttempt,
  name: string,
  refusal = '',
): Promise<string | undefined> {
  const { target } = attempt.parts;
  const there = await target.referenceTypes(undefined, attempt.signal);
  const found = there.find(({ schemaId }) => schemaId === undefined);
  const instead = found ? ` "${found.name}" is used instead.` : '';
  // Attributes that are made with it stay so.
  attempt.noteForGood(`The destination refused the reference type "${name}": ${refusal}${instead}`);
  return found?.id;
}
