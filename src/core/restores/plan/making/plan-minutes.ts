import type { CallAllowance } from '../../../assets/ports/site/call-allowance.ts';

/**
 * How long these calls take if each kind is made as often as the site allows; structure comes
 * before objects, and objects before their second calls. One minute at least.
 */
export function planMinutes(
  calls: Record<keyof CallAllowance, number>,
  allowance: CallAllowance,
): number {
  const minutes =
    calls.other / allowance.other +
    calls.create / allowance.create +
    calls.update / allowance.update;
  return Math.max(1, Math.ceil(minutes));
}
