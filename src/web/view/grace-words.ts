/** How long after uninstalling everything is deleted. */
export function graceWords(days: number): string {
  if (days === 0) return 'an hour';
  return days === 1 ? 'a day' : `${days} days`;
}
