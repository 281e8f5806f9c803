import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Whose data it is: neither opens that of the other. */
export type ServerKind = 'mongod' | 'secantus';

/** The server of a data folder. */
export type ChosenServer = { kind: 'mongod'; program: string } | { kind: 'secantus' };

/**
 * The server whose data lies in this folder, or for a new one a mongod if there is one. `mongod`
 * finds its program. @throws Error with a sentence where the data needs a mongod, and there is none
 */
export async function chooseServer(
  folder: string,
  mongod: () => Promise<string | null>,
): Promise<ChosenServer> {
  const before = kindOfData(folder);
  if (before === 'secantus') return { kind: before };
  const program = await mongod();
  if (program !== null) return { kind: 'mongod', program };
  if (!before) return { kind: 'secantus' };
  throw new Error(
    `The data in ${path.join(folder, before)} is that of a mongod, and none can be found or downloaded. Put a mongod on the PATH, or start again with a connection to the internet. To begin without that data, set DATA_DIR to another folder.`,
  );
}

/** Where both have data, that which was used last. */
function kindOfData(folder: string): ServerKind | undefined {
  const [last] = (['mongod', 'secantus'] as const)
    .map((kind) => ({ kind, usedMs: usedMs(path.join(folder, kind)) }))
    .filter(({ usedMs: ms }) => ms > 0)
    .sort((a, b) => b.usedMs - a.usedMs);
  return last?.kind;
}

/** When a server last added or removed a file there; 0 where it has none. */
function usedMs(folder: string): number {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat || readdirSync(folder).length === 0) return 0;
  return stat.mtimeMs;
}
