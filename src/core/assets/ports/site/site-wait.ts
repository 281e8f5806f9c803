/** Why a run is waiting; shown in the grid. */
export interface SiteWait {
  reason: 'rate-limit' | 'unreachable';
  untilMs: number;
}
