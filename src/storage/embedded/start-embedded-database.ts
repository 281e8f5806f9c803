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
import { startDatabaseProcess } from './start-database-process.ts';
import { installSecantus } from './secantus.ts';

export interface EmbeddedDatabase {
  /** `mongodb://127.0.0.1:port/` */
  uri: string;
  kind: 'mongod' | 'secantus';
  stop(): Promise<void>;
}

interface EmbeddedOptions {
  dataDir: string;
  log?: (line: string) => void;
  /** Nobody gets in but the users that were made while it did not ask. */
  asksForUser?: boolean;
  /** Its data is needed by nobody once it has ended, as in tests: writes wait for no disk. */
  isThrowaway?: boolean;
}

/**
 * Starts the embedded database on a free port of 127.0.0.1. It ends with this process, however that
 * ends. @throws Error with a sentence
 */
export async function startEmbeddedDatabase({
  dataDir,
  log = () => undefined,
  asksForUser = false,
  isThrowaway = false,
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const mongod = await findMongod(log);
  const kind = mongod ? 'mongod' : 'secantus';
  const folder = path.resolve(dataDir, 'db', kind);
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const command = mongod
      ? mongodCommand(mongod, folder)
      : await secantusCommand(folder, { isThrowaway, log });
    const server = await startDatabaseProcess(
      (port) => [...command, '--port', String(port), ...(asksForUser ? ['--auth'] : [])],
      mongod ? /Waiting for connections/ : /listening/i,
      { keepsData: !isThrowaway },
    );
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

const mongodCommand = (program: string, folder: string): string[] => [
  program,
  '--bind_ip',
  '127.0.0.1',
  '--dbpath',
  folder,
  '--quiet',
];

async function secantusCommand(
  folder: string,
  { isThrowaway, log }: { isThrowaway: boolean; log: (line: string) => void },
): Promise<string[]> {
  const program = await installSecantus(log);
  return [
    program,
    '--host',
    '127.0.0.1',
    '--storage-path',
    folder,
    '--standalone',
    // Without it acknowledged writes are lost when the server is killed.
    ...(isThrowaway ? [] : ['--sync-on-commit']),
    '--cache-size',
    '256M',
  ];
}
