import type { SimAttribute } from '../site/records/model.ts';
import type { AssetsCall } from './assets-call.ts';

/** The attributes that the call's filters leave, in the order that it asks for. */
export function askedAttributes(
  { query }: AssetsCall,
  attributes: readonly SimAttribute[],
): SimAttribute[] {
  const named = query.get('query')?.toLowerCase();
  const left = attributes.filter(
    (attribute) =>
      !(query.get('onlyValueEditable') === 'true' && !attribute.editable) &&
      (named === undefined || attribute.name.toLowerCase().includes(named)),
  );
  if (query.get('orderByRequired') === 'true')
    left.sort((a, b) => Math.sign(b.minimum) - Math.sign(a.minimum));
  return query.get('orderByName') === 'true'
    ? left.sort((a, b) => (a.name < b.name ? -1 : 1))
    : left;
}
