import type { Schema } from '../../model/definitions/schema.ts';

/** The schemas of a site that the account can see. */
export interface SchemaListing {
  schemas: Schema[];
  /** False when the listing was cut short. */
  complete: boolean;
  /** How many the site says that there are, where it does. */
  counted?: number | undefined;
}
