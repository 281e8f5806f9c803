import { cloudKind } from './cloud-kind.ts';
import { dataCenterKind } from './data-center-kind.ts';

/** The kind of a site of which only the key is known, as in the header of a backup. */
export const kindOfKey = (key: string): string =>
  key.startsWith(dataCenterKind.keyOf({ place: '' })) ? dataCenterKind.name : cloudKind.name;
