import type { SimAttribute } from '../../site/records/model.ts';

const NAMES = [
  'Text',
  'Integer',
  'Boolean',
  'Double',
  'Date',
  'Time',
  'DateTime',
  'Url',
  'Email',
  'Textarea',
  'Select',
  'IP Address',
];

/** What kind of plain value an attribute holds; undefined for one of another type. */
export function defaultTypeOf({ defaultTypeId = -1 }: SimAttribute): object | undefined {
  if (defaultTypeId < 0) return undefined;
  return { id: defaultTypeId, name: NAMES[defaultTypeId] };
}
