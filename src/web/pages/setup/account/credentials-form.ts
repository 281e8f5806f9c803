import { z } from 'zod';

/** The fields of step 1 as they were typed; the use case validates them. */
export const CredentialsForm = z.object({
  workspaceId: z.string().optional(),
  email: z.string().optional(),
  token: z.string().optional(),
  tokenExpiresOn: z.string().optional(),
});
