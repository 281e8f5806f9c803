import { z } from 'zod';

/** Ids are strings on Cloud; some clients saw numbers. */
export const ApiId = z.union([z.string(), z.number()]).transform(String);

export const ApiText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** Seen as a boolean and as a string. */
export const ApiFlag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((flag) => flag === true || flag === 'true');
