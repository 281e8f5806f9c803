import type { Account } from '../accounts/account.ts';
import { HttpError } from '../http/http-error.ts';
import type { SimSchema } from '../site/records/model.ts';
import { schemaOf, typeOf, type AssetsCall } from './assets-call.ts';

/**
 * Whether an account changes the structure of a schema; without one: makes schemas, and what is
 * there for all of them.
 */
export const manages = (account: Account, schema?: SimSchema): boolean =>
  !schema?.managed &&
  (account.manages ?? (account.jiraAdmin || (schema?.managers?.includes(account.email) ?? false)));

/** @throws HttpError 403 */
export function assertManages(call: AssetsCall, schema?: SimSchema): void {
  if (!manages(call.account, schema))
    throw new HttpError(403, ['You do not have permission to manage this object schema.']);
}

/** @throws HttpError 403, or 404 where the type cannot be seen */
export function assertManagesType(call: AssetsCall, typeId: string | number | undefined): void {
  assertManages(call, schemaOf(call, typeOf(call, typeId).schemaId));
}

/** @throws HttpError 403 */
export function assertWrites({ account }: AssetsCall, schema: SimSchema): void {
  if (!account.writes || schema.readOnlyFor?.includes(account.email))
    throw new HttpError(403, [
      'You do not have permission to write objects in this object schema.',
    ]);
}
