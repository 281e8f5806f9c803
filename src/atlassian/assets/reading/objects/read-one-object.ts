import type { AssetsObject } from '../../../../core/assets/model/assets-object.ts';
import { asMembers } from '../../../../core/kernel/json/field-forms.ts';
import { unexpected } from '../../../http/read-answer.ts';
import type { KnownAttributes } from './known-attributes.ts';
import { readObject } from './read-object.ts';
import { ShapeError } from './shape-error.ts';

/** An object that was answered on its own. @throws Unavailable `unexpected-answer` */
export function readOneObject(
  json: unknown,
  endpoint: string,
  known: KnownAttributes,
): AssetsObject {
  try {
    const reading = { known, users: new Map(), groups: new Map(), odd: [] };
    return readObject(asMembers(json) ?? {}, reading);
  } catch (error) {
    throw unexpected(endpoint, error instanceof ShapeError ? error.message : 'the object', error);
  }
}
