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

/**
 * The part of a shape that concerns these fields; undefined where they aren't told apart. Fields
 * within the members of a list (`lines.outcome`) are held to the shape of the members; fields
 * within a field (`copied.original`) to none, for the rest of that field is not there.
 */
export function shapeOfFields(
  { what, schema }: StoredShape,
  fields: readonly string[],
): StoredShape | undefined {
  if (!(schema instanceof z.ZodObject)) return undefined;
  const shape = schema.shape as Record<string, z.ZodType>;
  const known = fields.flatMap((field) => {
    const [name = '', within] = field.split('.');
    const type = shape[name];
    const isWhole = within === undefined || type instanceof z.ZodArray;
    return type && isWhole ? [[name, type] as const] : [];
  });
  return { what, schema: z.looseObject(Object.fromEntries(known)) };
}

export function isReadable(document: unknown, { schema }: StoredShape): boolean {
  return schema.safeParse(document).success;
}

/** @throws Damaged when the document is not what the code leans on */
export function assertReadable(document: unknown, { what, schema }: StoredShape): void {
  const { success, error } = schema.safeParse(document);
  if (success) return;
  throw new Damaged(
    `${what} can't be read because its data was changed in the database. Contact whoever runs this service.`,
    { cause: error },
  );
}
