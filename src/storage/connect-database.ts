import mongoose, { type Connection } from 'mongoose';
import { translated } from './translate-error.ts';

const SELECTION_MS = 10_000;
const SOCKET_MS = 60_000;

/**
 * Opens a connection of its own (no global state). Sets what correctness needs over what the
 * connection string says: primary reads, majority and journaled writes, no retried writes
 * (DocumentDB has none). @throws Unavailable
 */
export async function connectDatabase(uri: string, databaseName: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: databaseName,
    readPreference: 'primary',
    readConcern: { level: 'local' },
    writeConcern: { w: 'majority', journal: true },
    retryWrites: false,
    retryReads: true,
    serverSelectionTimeoutMS: SELECTION_MS,
    socketTimeoutMS: SOCKET_MS,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    maxPoolSize: 40,
  });
  try {
    await translated(() => connection.asPromise());
  } catch (error) {
    await connection.close(); // otherwise it keeps looking for the server
    throw error;
  }
  return connection;
}
