import { z } from 'zod';
import { CHOICE_KINDS } from '../restore-input.ts';

export const PlanGroup = z.object({
  /** Fit for an address. */
  id: z.string(),
  kind: z.enum(CHOICE_KINDS),
  /** How many people, objects and so on. */
  things: z.number(),
  /** Values that name them, as far as this restore writes them; of icons the object types. */
  values: z.number(),
  /** The attributes that name them most often, as "Laptop › Owner". */
  attributes: z.array(z.object({ name: z.string(), values: z.number() })),
  attributeCount: z.number(),
  /** Of references: where the objects are from, as far as that is known. */
  schema: z
    .object({
      name: z.string(),
      key: z.string(),
      catalogId: z.string().optional(),
      /** Its last good backup. */
      backupId: z.string().optional(),
    })
    .optional(),
});
/** Things that the destination lacks and for which one rule is chosen. */
export type PlanGroup = z.infer<typeof PlanGroup>;

/** Stands in `PlanOutcome` for values that are left empty whatever is chosen. */
export const WHATEVER_IS_CHOSEN = 'any';

export const PlanOutcome = z.object({
  /** Objects that the destination is going to refuse. */
  failing: z.number(),
  /**
   * Other objects with values that are left empty, by the groups that these belong to, while none
   * of the group is mapped.
   */
  partial: z.array(z.object({ groups: z.array(z.string()), objects: z.number() })),
});
/** How well the objects that are created or updated will match the backup. */
export type PlanOutcome = z.infer<typeof PlanOutcome>;
