import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { count } from '../../view/formats/numbers.ts';

const NAMES_SHOWN = 3;

/** The first names, and how many more there are. */
export function nameSome(schemas: readonly CatalogSchema[]): string {
  const names = schemas.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const more = schemas.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${count(more)} more` : names.join(', ');
}
