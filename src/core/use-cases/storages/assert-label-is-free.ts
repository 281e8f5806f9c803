import { InvalidInput } from '../../kernel/errors.ts';
import type { OwnStorage } from '../../storages/storage.ts';

/** @throws InvalidInput `label` */
export function assertLabelIsFree(
  label: string,
  known: readonly OwnStorage[],
  own: string | undefined,
): void {
  const isTaken = known.some(
    (each) => each.id !== own && each.label.toLowerCase() === label.toLowerCase(),
  );
  if (isTaken)
    throw new InvalidInput({
      label: 'You already have a storage with this name. Choose another name.',
    });
}
