import type { SimSchema } from '../site/records/model.ts';
import type { Account } from './account.ts';

/** Whether an account sees a schema in Assets. */
export const seesSchema = (account: Account, schema: SimSchema): boolean =>
  account.seesAll || !schema.visibleTo || schema.visibleTo.includes(account.email);
