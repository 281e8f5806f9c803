export { count, counted } from '../../../core/kernel/counted.ts';

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let shown = value;
  while (shown >= 1000 && at < units.length - 1) {
    shown /= 1000;
    at += 1;
  }
  return `${at === 0 ? shown : shown.toFixed(shown < 10 ? 1 : 0)} ${units[at]}`;
}

export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something that has ended took. */
export const took = ({
  startedAt,
  endedAt,
}: {
  startedAt?: Date | undefined;
  endedAt?: Date | undefined;
}): string | undefined =>
  startedAt && endedAt ? duration(endedAt.getTime() - startedAt.getTime()) : undefined;
