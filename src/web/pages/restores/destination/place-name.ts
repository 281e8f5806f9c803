import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';

/** What a sentence calls the destination: the target instance by its name. */
export const placeName = ({ targetName }: Pick<RestorePlan['destination'], 'targetName'>): string =>
  targetName ?? 'this site';
