import { z } from 'zod';

/** A call as the service gives it to an agent. */
export const WireCall = z.object({
  id: z.string().regex(/^[0-9a-f]{24}$/),
  method: z.string().max(10),
  path: z.string().max(8_000),
  headers: z.record(z.string().max(100), z.string().max(2_000)),
  body: z.base64().optional(),
  maxBytes: z.number().int().min(1),
  timeoutMs: z.number().int().min(1),
});
export type WireCall = z.output<typeof WireCall>;
