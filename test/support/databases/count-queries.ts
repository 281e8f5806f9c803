import mongoose from 'mongoose';

/**
 * The queries that the database gets while `ask` runs, each as collection and method. Nothing else
 * may use the database meanwhile.
 */
export async function countQueries(ask: () => Promise<unknown>): Promise<string[]> {
  const queries: string[] = [];
  mongoose.set('debug', (collection: string, method: string) => {
    queries.push(`${collection}.${method}`);
  });
  try {
    await ask();
  } finally {
    mongoose.set('debug', false);
  }
  return queries.sort();
}
