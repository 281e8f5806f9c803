import { show } from '../../../handling/reply.ts';

/** What the page of a schema shows once that was deleted for good. */
export async function schemaGone() {
  return show('schema-gone', {});
}
