/** Why a run pauses right now; shown in the grid. */
export interface SiteWait {
  reason: 'rate-limit' | 'unreachable';
  untilMs: number;
}
