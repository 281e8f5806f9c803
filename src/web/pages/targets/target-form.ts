import { z } from 'zod';

/** The form of a target instance as it was typed; the use case validates it. */
export const TargetForm = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  workspaceId: z.string().optional(),
  siteUrl: z.string().optional(),
  token: z.string().optional(),
  sandbox: z.string().optional(),
});

/** What may be shown again: everything except the token. */
export type TypedTarget = Omit<z.infer<typeof TargetForm>, 'token'>;
