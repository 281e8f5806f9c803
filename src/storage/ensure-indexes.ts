import type { Connection } from 'mongoose';
import { translated } from './translate-error.ts';

/**
 * Creates the collections and indexes of every model that was made on this connection. Repeatable;
 * unique ones are made while collections are empty.
 */
export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await translated(async () => {
      await model.createCollection();
      await model.createIndexes();
    });
  }
}
