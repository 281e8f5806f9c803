import { z } from 'zod';

/**
 * What is done with something that the destination cannot take as it is. An empty text leaves it
 * empty, `stop` refuses the run, anything else is what it is mapped to.
 */
export const CHOICE_KINDS = ['user', 'group', 'status', 'project', 'icon', 'reference'] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];
export const LEAVE_EMPTY = '';
export const STOP = 'stop';
export type Choices = Partial<Record<ChoiceKind, Record<string, string>>>;

/** Whether two sets of choices do the same; to leave empty is what happens without a choice. */
export function sameChoices(a: Choices, b: Choices): boolean {
  return choiceLines(a) === choiceLines(b);
}

function choiceLines(choices: Choices): string {
  const lines = Object.entries(choices).flatMap(([kind, rules]) =>
    Object.entries(rules)
      .filter(([, to]) => to !== LEAVE_EMPTY)
      .map(([id, to]) => JSON.stringify([kind, id, to])),
  );
  return lines.sort((one, other) => (one < other ? -1 : 1)).join('\n');
}

export const RestoreInput = z.object({
  /** The destination. */
  siteId: z.string(),
  /**
   * Where the destination was when the restore was asked for, and what it was called; the tenant's
   * own site has no name.
   */
  place: z.object({
    siteUrl: z.string(),
    siteKey: z.string(),
    targetName: z.string().optional(),
  }),
  schema: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('new'), name: z.string(), key: z.string() }),
    z.object({ kind: z.literal('existing'), id: z.string(), name: z.string(), key: z.string() }),
  ]),
  /** Object types of the backup; `null` for all. Parents come along. */
  typeIds: z.array(z.string()).nullable(),
  /**
   * Of objects that are there: `overwrite` replaces values that differ, `keep` fills only
   * attributes without a value, `missing` leaves them alone.
   */
  existing: z.enum(['overwrite', 'keep', 'missing']),
  /** With `overwrite`: whether a value is cleared that the backup has not. */
  clearEmpty: z.boolean(),
  /** Whether the objects' old keys stay, in an attribute "Original key". */
  keepOriginalKey: z.boolean(),
  /** Whether attributes that are there and differ from the backup are changed. */
  changeDefinitions: z.boolean(),
  choices: z.partialRecord(z.enum(CHOICE_KINDS), z.record(z.string(), z.string())),
  /** Of the plan that was reviewed: the run begins only if the site still gives the same. */
  digest: z.string().optional(),
  /** The plan that was reviewed. */
  planId: z.string().optional(),
  /**
   * People whom the plan found under another account, or not at all (an empty text): as it was
   * reviewed.
   */
  people: z.record(z.string(), z.string()).optional(),
  /** The catalog's id of the schema that is written to, where it is one of this site. */
  occupies: z.string().optional(),
});

/** Everything that an administrator decided about a restore; frozen in its run. */
export type RestoreInput = z.infer<typeof RestoreInput>;
