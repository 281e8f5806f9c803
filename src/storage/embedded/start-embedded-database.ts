/**
 * The database for trying, developing and testing: a server of the real wire protocol as a child
 * process, its data on disk. For a new data folder it's taken from the first place that has one: a
 * mongod on the PATH (or MONGOMS_SYSTEM_BINARY), the official binary by mongodb-memory-server-core
 * where that was downloaded before or can be, else SecantusDB from PyPI. A folder with data keeps
 * its kind of server. Never used in production.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chooseServer, type ChosenServer, type ServerKind } from './choose-server.ts';
import { lockFolder } from './lock-folder.ts';
import { findMongod } from './find-mongod.ts';
import { startDatabaseProcess } from './start-database-process.ts';
import { installSecantus } from './secantus.ts';

export interface EmbeddedDatabase {
  /** `mongodb://127.0.0.1:port/` */
  uri: string;
  kind: ServerKind;
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
  const server = await chooseServer(path.resolve(dataDir, 'db'), () => findMongod(log));
  const { kind } = server;
  const folder = path.resolve(dataDir, 'db', kind);
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const command = await commandOf(server, { folder, isThrowaway, log });
    const started = await startDatabaseProcess(
      (port) => [...command, '--port', String(port), ...(asksForUser ? ['--auth'] : [])],
      kind === 'mongod' ? /Waiting for connections/ : /listening/i,
      { keepsData: !isThrowaway },
    );
    return {
      uri: `mongodb://127.0.0.1:${started.port}/`,
      kind,
      stop: async () => {
        await started.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

interface CommandOptions {
  folder: string;
  isThrowaway: boolean;
  log: (line: string) => void;
}

async function commandOf(server: ChosenServer, options: CommandOptions): Promise<string[]> {
  if (server.kind === 'mongod') return mongodCommand(server.program, options.folder);
  return secantusCommand(options);
}

const mongodCommand = (program: string, folder: string): string[] => [
  program,
  '--bind_ip',
  '127.0.0.1',
  '--dbpath',
  folder,
  '--quiet',
];

async function secantusCommand({ folder, isThrowaway, log }: CommandOptions): Promise<string[]> {
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
