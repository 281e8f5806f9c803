import type { Value } from './records/model.ts';
import type { Site } from './site.ts';

/** Whether any object has that status. */
export function isStatusUsed(site: Site, statusId: number): boolean {
  const holds = (value: Value): boolean =>
    typeof value === 'object' && 'status' in value && value.status === statusId;
  return [...site.types.values()].some((type) =>
    site.objects
      .idsOfType(type.id)
      .some((id) =>
        Object.values(site.objects.require(id).values).some((values) => values.some(holds)),
      ),
  );
}
