/**
 * The objects that the user came through, in order, as an address carries them:
 * `type.object~type.object`.
 */
export interface TrailStep {
  typeId: string;
  objectId: string;
}

/** The way back is not followed further than this. */
const MAX_STEPS = 10;
const STEP = /^([\w-]+)\.([\w-]+)$/;

/** Ignores invalid steps. */
export function readTrail(text: string): TrailStep[] {
  return text
    .split('~')
    .flatMap((step) => {
      const [, typeId, objectId] = STEP.exec(step) ?? [];
      return typeId === undefined || objectId === undefined ? [] : [{ typeId, objectId }];
    })
    .slice(-MAX_STEPS);
}

/** The address of an object, with the way to it. */
export function objectUrl(
  backupId: string,
  { typeId, objectId }: TrailStep,
  trail: readonly TrailStep[],
): string {
  const steps = trail.slice(-MAX_STEPS).map((step) => `${step.typeId}.${step.objectId}`);
  const query = steps.length > 0 ? `?trail=${steps.join('~')}` : '';
  return `/app/backups/${backupId}/contents/${typeId}/${objectId}${query}`;
}
