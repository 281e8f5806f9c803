/**
 * Objects as Assets Cloud answers them (assets-api: A.9). They are checked by hand, not by zod:
 * half of a backup's time would go into checking the shape of millions of values, of which we need
 * a few fields each.
 */
export interface ApiObject {
  id?: unknown;
  label?: unknown;
  objectKey?: unknown;
  created?: unknown;
  updated?: unknown;
  objectType?: { id?: unknown };
  attributes?: ApiObjectAttribute[];
}

interface ApiObjectAttribute {
  objectTypeAttributeId?: unknown;
  objectTypeAttribute?: { system?: boolean; type?: number };
  objectAttributeValues?: ApiValue[];
}

export interface ApiValue {
  value?: unknown;
  searchValue?: unknown;
  additionalValue?: unknown;
  referencedObject?: { id?: unknown };
  user?: ApiValueUser;
  group?: { name?: string };
  status?: { id?: unknown; name?: string };
  project?: { key?: string; name?: string };
}

export interface ApiValueUser {
  key?: string;
  displayName?: string;
  emailAddress?: string;
  isDeleted?: boolean;
}

/** A page of them; a flag has been seen as a boolean and as a text. */
export interface ApiObjectPage {
  values?: unknown;
  isLast?: unknown;
  last?: unknown;
  objectTypeAttributes?: { id?: unknown; system?: boolean; type?: number }[];
}

export const isLastPage = ({ isLast, last }: ApiObjectPage): boolean => {
  const flag = isLast ?? last;
  return flag === true || flag === 'true';
};
