import type { AssetsObject } from '../../../core/assets/model/assets-object.ts';
import { unexpected } from '../../http/read-answer.ts';
import type { ApiObject } from './api-object.ts';
import type { KnownAttributes } from './known-attributes.ts';
import { readObject } from './read-object.ts';
import { ShapeError } from './shape-error.ts';

/** An object that was answered by itself. @throws Unavailable `unexpected-answer` */
export function readOneObject(
  json: unknown,
  endpoint: string,
  known: KnownAttributes,
): AssetsObject {
  try {
    const object = (json ?? {}) as ApiObject;
    return readObject(object, { known, users: new Map(), groups: new Map() });
  } catch (error) {
    throw unexpected(endpoint, error instanceof ShapeError ? error.message : 'the object', error);
  }
}
