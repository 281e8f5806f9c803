import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROJECT = path.resolve(import.meta.dirname, '../..');
/** Everybody may look into it. */
const OPEN_TO_ALL = 0o755;
/** Everybody may write into it, and delete what is their own. */
const AS_TMP = 0o1777;

export interface Outcome {
  status: number | null;
  output: string;
  seconds: number;
}

export interface MachineOptions {
  /** Part of the path of everything on it: spaces and umlauts, for example. */
  name?: string;
  environment?: Record<string, string>;
  /** Whoever works on it; the user of this process where absent. */
  uid?: number;
}

/**
 * A machine of somebody else, as far as one can be obtained here: a HOME and a temporary folder of
 * its own, both empty, and nothing in its environment but what it was given.
 */
export class Machine {
  readonly folder: string;
  readonly temporaryFolder: string;
  readonly #home: string;
  readonly #options: MachineOptions;

  constructor(options: MachineOptions = {}) {
    const parent = realpathSync(tmpdir());
    this.#options = options;
    this.folder = mkdtempSync(path.join(parent, `fresh-${options.name ?? 'machine'}-`));
    this.#home = path.join(this.folder, 'home');
    this.temporaryFolder = path.join(this.folder, 'tmp');
    mkdirSync(this.#home);
    mkdirSync(this.temporaryFolder);
    chmodSync(this.folder, OPEN_TO_ALL);
    chmodSync(this.temporaryFolder, AS_TMP);
    this.#giveAway(this.folder);
  }

  /** A clone of what is committed. @returns its folder */
  cloneProject(): string {
    const clone = path.join(this.folder, 'project');
    spawnSync('git', ['clone', '--quiet', PROJECT, clone], { stdio: 'inherit' });
    this.#giveAway(this.folder);
    return clone;
  }

  /**
   * A clone that uses the packages of this project, where nothing has run yet. @returns its folder
   */
  cloneInstalledProject(): string {
    const clone = this.cloneProject();
    symlinkSync(path.join(PROJECT, 'node_modules'), path.join(clone, 'node_modules'));
    return clone;
  }

  /** Runs a command to its end, or until it has taken too long. */
  async run(
    command: string[],
    { cwd = PROJECT, environment = {}, withinSeconds = 600 }: RunOptions = {},
  ): Promise<Outcome> {
    const startedAt = performance.now();
    const [program = '', ...rest] = command;
    const identity = this.#options.uid === undefined ? {} : { uid: this.#options.uid };
    const child = spawn(program, rest, {
      cwd,
      env: this.#environment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...identity,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    const timer = setTimeout(() => endGroup(child.pid), withinSeconds * 1000);
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    clearTimeout(timer);
    return { status, output, seconds: (performance.now() - startedAt) / 1000 };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(more: Record<string, string>): Record<string, string> {
    return {
      PATH: withoutProjectPrograms(process.env['PATH'] ?? ''),
      HOME: this.#home,
      TMPDIR: this.temporaryFolder,
      LANG: 'C.UTF-8',
      ...registries(),
      ...this.#options.environment,
      ...more,
    };
  }

  #giveAway(folder: string): void {
    const { uid } = this.#options;
    if (uid !== undefined) spawnSync('chown', ['-R', String(uid), folder]);
  }
}

interface RunOptions {
  cwd?: string;
  environment?: Record<string, string>;
  withinSeconds?: number;
}

function endGroup(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

/** npm puts the project's own programs in front; a new machine has only those of the system. */
function withoutProjectPrograms(searchPath: string): string {
  const folders = searchPath.split(path.delimiter);
  return folders.filter((folder) => !folder.includes('node_modules')).join(path.delimiter);
}

/** Where packages come from on this machine stays, whoever asks. */
function registries(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) =>
    /^(npm_config_registry|PIP_INDEX_URL|PIP_TRUSTED_HOST|PIP_CERT|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|REQUESTS_CA_BUNDLE)$/i.test(
      name,
    ),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}
