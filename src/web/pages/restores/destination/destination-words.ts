import { hostOf } from '../../../../core/sites/host-of.ts';
import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';

/** Where to: "Sandbox (https://…)" or the site's address. */
export const destinationWords = ({
  siteUrl,
  targetName,
}: Pick<RestorePlan['destination'], 'siteUrl' | 'targetName'>): string =>
  targetName ? `${targetName} (${hostOf(siteUrl)})` : hostOf(siteUrl);
