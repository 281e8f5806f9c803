/** Why a run pauses just now; shown in the grid. */
export interface SiteWait {
  reason: 'rate-limit' | 'unreachable';
  untilMs: number;
}
