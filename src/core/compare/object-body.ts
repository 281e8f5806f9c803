import { z } from 'zod';
import type { BackupRecord } from '../backups/record.ts';
import type { AttributeValue } from '../assets/model/attribute-value.ts';

/** An object as a backup holds it. */
export interface ObjectBody {
  id: string;
  typeId: string;
  key: string;
  label: string;
  values: Record<string, AttributeValue[]>;
}

const Body = z.object({ id: z.string(), typeId: z.string(), key: z.string(), label: z.string() });

/** A value without content, such as is left of a reference whose object was deleted: as good as none. */
export function isHollow(value: AttributeValue): boolean {
  return (
    'other' in value &&
    typeof value.other === 'object' &&
    Object.values(value.other ?? {}).every((part) => part === null || part === '')
  );
}

/** The few fields that are used are checked; values were checked when they were read from the site. Those without content are left out. @throws ZodError */
export function objectBody({ body }: BackupRecord): ObjectBody {
  const { values } = body as { values: Record<string, AttributeValue[]> };
  return {
    ...Body.parse(body),
    values: Object.fromEntries(
      Object.entries(values).flatMap(([id, list]) => {
        const full = list.some(isHollow) ? list.filter((value) => !isHollow(value)) : list;
        return full.length === 0 ? [] : [[id, full]];
      }),
    ),
  };
}
