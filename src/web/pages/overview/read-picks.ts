import { catalogId, type CatalogId } from '../../../core/kernel/ids.ts';
import type { Fields } from '../../forms/fields.ts';

const PICK = /^pick-(\w+)$/;

/** The schemas that are ticked: a field `pick-<id>` each. */
export const readPicks = (fields: Fields): CatalogId[] =>
  Object.keys(fields).flatMap((name) => {
    const id = PICK.exec(name)?.[1];
    return id === undefined ? [] : [catalogId(id)];
  });
