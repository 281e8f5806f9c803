/**
 * The database for trying, developing and testing: a server of the real wire protocol as a child
 * process, its data on disk. Taken from the first place that has one: a mongod on the PATH (or
 * MONGOMS_SYSTEM_BINARY), the official binary by mongodb-memory-server-core where its download can
 * be reached, else SecantusDB from PyPI. Never used in production.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { lockFolder } from './lock-folder.ts';
import { findMongod } from './find-mongod.ts';
import { startDatabaseProcess, type DatabaseProcess } from './start-database-process.ts';
import { installSecantus } from './secantus.ts';

export interface EmbeddedDatabase {
  /** `mongodb://127.0.0.1:port/` */
  uri: string;
  kind: 'mongod' | 'secantus';
  stop(): Promise<void>;
}

/**
 * Starts the embedded database on a free port of 127.0.0.1. It ends with this process, however that
 * ends. @throws Error with a sentence
 */
export async function startEmbeddedDatabase(options: {
  dataDir: string;
  log?: (line: string) => void;
}): Promise<EmbeddedDatabase> {
  const log = options.log ?? (() => undefined);
  const mongod = await findMongod(log);
  const kind = mongod ? 'mongod' : 'secantus';
  const folder = path.resolve(options.dataDir, 'db', kind);
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const server: DatabaseProcess = mongod
      ? await startDatabaseProcess(
          (port) => [
            mongod,
            '--bind_ip',
            '127.0.0.1',
            '--port',
            String(port),
            '--dbpath',
            folder,
            '--quiet',
          ],
          /Waiting for connections/,
        )
      : await startSecantus(folder, log);
    return {
      uri: `mongodb://127.0.0.1:${server.port}/`,
      kind,
      stop: async () => {
        await server.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startSecantus(
  folder: string,
  log: (line: string) => void,
): Promise<DatabaseProcess> {
  const program = await installSecantus(log);
  // Without --sync-on-commit acknowledged writes are lost when the server is killed.
  return startDatabaseProcess(
    (port) => [
      program,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--storage-path',
      folder,
      '--standalone',
      '--sync-on-commit',
      '--cache-size',
      '256M',
    ],
    /listening/i,
  );
}
