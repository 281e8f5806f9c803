import { z } from 'zod';
import type { BackupRecord } from '../../backup/record.ts';
import type { SiteValue } from '../../site/assets-site.ts';

/** An object as a backup holds it. */
export interface ObjectBody { id: string; typeId: string; key: string; label: string; values: Record<string, SiteValue[]> }

const Body = z.object({ id: z.string(), typeId: z.string(), key: z.string(), label: z.string() });

/** The few fields that are used are checked; values were checked when they were read from the site. @throws ZodError */
export function objectBody({ body }: BackupRecord): ObjectBody {
  const { values } = body as { values: Record<string, SiteValue[]> };
  return { ...Body.parse(body), values };
}
