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
    `${what} can't be read because its data was changed in the database. Contact whoever runs this service.`,
    { cause: error },
  );
}
