import { z } from 'zod';

/** The form of a Data Center instance as it was typed; the use case validates it. */
export const DataCenterForm = z.object({
  name: z.string().optional(),
  siteUrl: z.string().optional(),
  signIn: z.string().optional(),
  token: z.string().optional(),
  userName: z.string().optional(),
  password: z.string().optional(),
  certificate: z.string().optional(),
  storageId: z.string().optional(),
});

/** What may be shown again: everything except secrets. */
export type TypedDataCenter = Omit<z.infer<typeof DataCenterForm>, 'token' | 'password'>;
