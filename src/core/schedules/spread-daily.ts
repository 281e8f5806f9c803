const DAY_MINUTES = 1_440;

/** A daily rule for several schemas, so that their backups do not all begin at the same moment. */
export interface DailyWindow {
  /** Minutes after midnight. */
  startMinute: number;
  /** The last backup begins before this much later; 0: all begin together. */
  windowMinutes: number;
}

/** A daily cron expression for each of `count` schemas, evenly over the window, in order. */
export function spreadDaily(count: number, { startMinute, windowMinutes }: DailyWindow): string[] {
  return Array.from({ length: count }, (_none, at) => {
    const minute = startMinute + Math.floor((at * windowMinutes) / count);
    return dailyCron(minute % DAY_MINUTES);
  });
}

const dailyCron = (minute: number): string => `${minute % 60} ${Math.floor(minute / 60)} * * *`;
