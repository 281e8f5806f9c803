/** A moment in the reader's Jira time zone, daylight saving included; the zone is shown on hover. */
export interface ShownDate { text: string; zone: string; iso: string }

export function showDate(date: Date, timeZone: string): ShownDate {
  const zone = isZone(timeZone) ? timeZone : 'UTC';
  const text = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(date);
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(date).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return { text, zone: `${zone} (${offset})`, iso: date.toISOString() };
}

/** Midnight of a day (`YYYY-MM-DD`) in a time zone; undefined for anything else. */
export function dayStart(day: string | undefined, timeZone: string): Date | undefined {
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return undefined;
  const zone = isZone(timeZone) ? timeZone : 'UTC';
  const first = utc - offsetMs(utc, zone);
  return new Date(utc - offsetMs(first, zone)); // once more: the clock may have changed in between
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)!.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(at / 1000) * 1000;
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
    return true;
  } catch {
    return false; // a zone that this Node does not know: dates are shown in UTC, and say so
  }
}
