import { z } from 'zod';
import { RestoreOptions } from './restore-options.ts';

/**
 * Kinds of things that a destination may lack, and for which a rule can be chosen; of issues those
 * that may not be the ones of the backup any more; `attribute`: one of a kind that it lacks.
 */
export const CHOICE_KINDS = [
  'user',
  'group',
  'status',
  'project',
  'version',
  'icon',
  'reference',
  'issue',
  'attribute',
] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];

const thing = { kind: z.enum(CHOICE_KINDS), id: z.string() };
const Choice = z.discriminatedUnion('rule', [
  z.object({ ...thing, rule: z.literal('stop') }),
  z.object({ ...thing, rule: z.literal('map'), to: z.string() }),
  z.object({ ...thing, rule: z.literal('empty') }),
  z.object({ ...thing, rule: z.literal('text') }),
  z.object({ ...thing, rule: z.literal('stop-all') }),
  z.object({ ...thing, rule: z.literal('empty-all') }),
  z.object({ ...thing, rule: z.literal('map-all'), to: z.string() }),
]);
/**
 * What is done with something that the destination cannot take as it is: the run is refused, it is
 * mapped to another one, it is left empty, or, of an attribute, its values become text. Rules that
 * end in `-all` are for a whole group, whose id `id` is then; what was chosen for a single thing
 * takes precedence over them. What nothing was chosen for is left empty; of attributes it becomes
 * text.
 */
export type Choice = z.infer<typeof Choice>;
/** At most one for each thing, and one for each group. */
export type Choices = readonly Choice[];

type GroupChoice = Extract<Choice, { rule: `${string}-all` }>;

export const isForGroup = (choice: Choice): choice is GroupChoice => choice.rule.endsWith('-all');

/** What was chosen for each thing of one kind, by id. */
export function choicesOf(choices: Choices, kind: ChoiceKind): Map<string, Choice> {
  const single = choices.filter((each) => each.kind === kind && !isForGroup(each));
  return new Map(single.map((each) => [each.id, each]));
}

/** The rules for whole groups, by the group's id. */
export const groupChoices = (choices: Choices): Map<string, GroupChoice> =>
  new Map(choices.filter(isForGroup).map((each) => [each.id, each]));

/** Whether two sets of choices do the same. */
export function sameChoices(a: Choices, b: Choices): boolean {
  return choiceLines(a) === choiceLines(b);
}

function choiceLines(choices: Choices): string {
  const lines = choices.map((each) =>
    JSON.stringify([each.kind, each.id, each.rule, 'to' in each ? each.to : '']),
  );
  return lines.sort((one, other) => (one < other ? -1 : 1)).join('\n');
}

/** As earlier versions kept them: by kind and id, with an empty text, `stop`, or a target. */
const EarlierChoices = z
  .partialRecord(z.enum(CHOICE_KINDS), z.record(z.string(), z.string()))
  .transform((byKind) =>
    CHOICE_KINDS.flatMap((kind) =>
      Object.entries(byKind[kind] ?? {})
        .filter(([, to]) => to !== '')
        .map(([id, to]): Choice =>
          to === 'stop' ? { kind, id, rule: 'stop' } : { kind, id, rule: 'map', to },
        ),
    ),
  );

/** Account on the site that was backed up → the one there, or an empty text for none. */
export const OtherAccounts = z.union([
  z.array(z.tuple([z.string(), z.string()])),
  // as earlier versions kept them
  z.record(z.string(), z.string()).transform((accounts) => Object.entries(accounts)),
]);

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
  ...RestoreOptions.shape,
  choices: z.union([z.array(Choice), EarlierChoices]),
  /** Of the plan that was reviewed: the run begins only if the site still gives the same. */
  digest: z.string().optional(),
  /** The plan that was reviewed. */
  planId: z.string().optional(),
  /**
   * People whom the plan found under another account, or not at all (an empty text): as it was
   * reviewed.
   */
  people: OtherAccounts.optional(),
  /** The restore whose skipped values this one fills in. */
  fixes: z.string().optional(),
  /** The catalog's id of the schema that is written to, where it is one of this site. */
  occupies: z.string().optional(),
});

/** Everything that an administrator decided about a restore; frozen in its run. */
export type RestoreInput = z.infer<typeof RestoreInput>;
