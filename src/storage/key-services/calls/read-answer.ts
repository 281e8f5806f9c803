import type { z } from 'zod';
import { KeyServiceFailure } from './key-service-failure.ts';

/**
 * What a key service answers; `service` as it is called, `field` the one with its address. @throws
 * KeyServiceFailure where something else answers there
 */
export function readAnswer<Shape extends z.ZodType>(
  shape: Shape,
  answer: unknown,
  { service, field }: { service: string; field: string },
): z.output<Shape> {
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  throw new KeyServiceFailure(field, `What answers there isn't ${service}. Check the address.`, {
    isSilent: true,
  });
}
