import type { Connection } from 'mongoose';

/**
 * Drops a database that a test has made. Where the server takes too long, what remains goes with
 * it: a hook that failed would keep the later ones from ending what they had begun, and the process
 * from ending at all.
 */
export async function dropDatabase(connection: Connection): Promise<void> {
  try {
    await connection.dropDatabase();
  } catch (error) {
    console.error(`The database ${connection.name} of a test was not dropped.`, error);
  }
}
