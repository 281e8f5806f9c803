import type { RestoreInput } from './restore-input.ts';

/** Where a restore, its plan or its check leads to, in words that follow a schema's name. */
export function aboutRestore({ input }: { input: RestoreInput }): string {
  const { schema, place } = input;
  const where = place.targetName === undefined ? '' : ` on ${place.targetName}`;
  return `to ${schema.name} (${schema.key})${where}`;
}
