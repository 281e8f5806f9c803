import type { ObjectPage } from '../../../../core/assets/ports/pages/object-page.ts';
import type { TypeOf } from '../../../../core/assets/ports/pages/type-of.ts';
import { inTurns } from '../../../../core/kernel/loops/steps.ts';
import { ONE_OBJECT } from './find-object-entry.ts';
import type { KnownAttributes } from './known-attributes.ts';
import { readObjectPage } from './read-object-page.ts';

/** An object that was asked for on its own, and whom it names; empty where there is none. */
export function pageOfOne(
  entry: unknown,
  known: KnownAttributes,
  typeOf?: TypeOf,
): Promise<ObjectPage> {
  const list = { rest: { values: [], isLast: true }, items: entry === null ? [] : [entry] };
  return inTurns(readObjectPage(list, { endpoint: ONE_OBJECT, known, typeOf }));
}
