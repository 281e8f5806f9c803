import { z } from 'zod';

const Granted = z.object({
  right: z.enum(['create-schemas', 'manage-schema', 'browse-users']),
  granted: z.boolean().optional(),
});

export const PlanBlocker = z.object({
  code: z.enum(['name-taken', 'key-taken', 'schema-gone', 'no-icon', 'nothing', 'rights']),
  /** What stands in the way, as a sentence. */
  what: z.string(),
  /** What to do about it, in sentences. */
  todo: z.string(),
  /** What the account may do on the destination, where that is the matter. */
  rights: z.array(Granted).optional(),
});
/** Why a restore cannot run at all. */
export type PlanBlocker = z.infer<typeof PlanBlocker>;
