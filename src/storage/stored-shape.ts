import { z } from 'zod';
import { Damaged } from '../core/kernel/errors.ts';

/** What the code leans on in a stored document of one kind. */
export interface StoredShape {
  /** What a person calls one: "This backup". */
  what: string;
  schema: z.ZodType;
}

/** Somebody, as they are stored in other documents. */
export const storedPerson = z.looseObject({ accountId: z.string(), name: z.string() });

/** @throws Damaged when the document is not what the code leans on */
export function assertReadable(document: unknown, { what, schema }: StoredShape): void {
  const { success, error } = schema.safeParse(document);
  if (success) return;
  throw new Damaged(
    `${what} cannot be read: what the database holds of it was changed. Tell whoever runs the service.`,
    { cause: error },
  );
}
