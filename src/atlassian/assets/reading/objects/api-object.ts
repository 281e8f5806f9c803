import { asFlag, asNumber } from '../../../../core/kernel/json/field-forms.ts';

/**
 * Objects as Assets Cloud answers them (assets-api: A.9). They are checked by hand, not by zod:
 * half of a backup's time would go into checking the shape of millions of values, of which we need
 * a few fields each.
 */
export interface ApiObject {
  id?: unknown;
  globalId?: unknown;
  label?: unknown;
  /** On older sites: the label. */
  name?: unknown;
  objectKey?: unknown;
  created?: unknown;
  updated?: unknown;
  /** Of the last update, in ms since 1970. */
  timestamp?: unknown;
  objectType?: unknown;
  hasAvatar?: unknown;
  attributes?: unknown;
}

/** A page of them. */
export interface ApiObjectPage {
  values?: unknown;
  total?: unknown;
  isLast?: unknown;
  last?: unknown;
  objectTypeAttributes?: unknown;
}

export const isLastPage = ({ isLast, last }: ApiObjectPage): boolean =>
  asFlag(isLast) ?? asFlag(last) ?? false;

/**
 * The items of a page; undefined for an answer that is not a page. Sites send null for an empty
 * one.
 */
export function itemsOf({ values, total }: ApiObjectPage): readonly unknown[] | undefined {
  if (Array.isArray(values)) return values;
  return values === null && asNumber(total) === 0 ? [] : undefined;
}
