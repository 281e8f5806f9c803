import { z } from 'zod';

/** The form of a target instance as it was typed; what is wrong with it is said by the use case. */
export const TargetForm = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  workspaceId: z.string().optional(),
  siteUrl: z.string().optional(),
  token: z.string().optional(),
  sandbox: z.string().optional(),
});

/** What may be shown again: all but the token. */
export type TypedTarget = Omit<z.infer<typeof TargetForm>, 'token'>;
