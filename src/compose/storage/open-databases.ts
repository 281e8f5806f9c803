import type { Connection } from 'mongoose';
import { connectDatabase } from '../../storage/connect-database.ts';
import { startEmbeddedDatabase } from '../../storage/embedded/start-embedded-database.ts';

export interface DatabaseSettings {
  mongodbUri: string | undefined;
  serviceDatabase: string;
  storageDatabase: string;
  /** For the embedded database, which is used if no address is given. */
  dataDir: string;
}

export interface Databases {
  service: Connection;
  storage: Connection;
  close(): Promise<void>;
}

/**
 * Opens the service database and the storage, embedded ones if need be. @throws Unavailable, or
 * Error with a sentence
 */
export async function openDatabases(
  settings: DatabaseSettings,
  log: (line: string) => void,
): Promise<Databases> {
  const { uri, stop } = await findServer(settings, log);
  const opened: Connection[] = [];
  const open = async (name: string): Promise<Connection> => {
    const connection = await connectDatabase(uri, name);
    opened.push(connection);
    return connection;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((connection) => connection.close()));
    await stop();
  };
  try {
    const service = await open(settings.serviceDatabase);
    const storage = await open(settings.storageDatabase);
    return { service, storage, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function findServer(
  { mongodbUri, dataDir }: DatabaseSettings,
  log: (line: string) => void,
): Promise<{ uri: string; stop: () => Promise<void> }> {
  if (mongodbUri !== undefined) return { uri: mongodbUri, stop: () => Promise.resolve() };
  return startEmbeddedDatabase({ dataDir, log });
}
