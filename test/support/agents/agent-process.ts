import { spawn, type ChildProcess } from 'node:child_process';
import { within } from '../clocks/within.ts';
import { END_WITH_PARENT, killService } from '../processes/spawn-service.ts';

const LOG_KEPT = 2_000;
const CONNECTED_MS = 60_000;

interface AgentProcessOptions {
  serviceUrl: string;
  token: string;
  siteUrl: string;
  /** Calls at once. */
  concurrency?: number;
}

/** An agent as customers run it: a process of its own, which can be killed. */
export class AgentProcess {
  readonly #options: AgentProcessOptions;
  #child: ChildProcess | undefined;
  #printed = '';

  constructor(options: AgentProcessOptions) {
    this.#options = options;
  }

  /** Resolves when it is connected. @throws Error when it ends before, or isn't after a minute */
  async start(): Promise<void> {
    const { serviceUrl, token, siteUrl, concurrency = 8 } = this.#options;
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, 'src/agent/main.ts'], {
      env: {
        ...process.env,
        AGENT_SERVICE_URL: serviceUrl,
        AGENT_TOKEN: token,
        AGENT_SITE_URL: siteUrl,
        AGENT_SITE_TOKEN: 'admin-token',
        AGENT_CONCURRENCY: String(concurrency),
        AGENT_LOG_LEVEL: 'info',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#printed = '';
    const connected = new Promise<void>((resolve, reject) => {
      const read = (part: Buffer): void => {
        this.#printed = (this.#printed + part.toString()).slice(-LOG_KEPT);
        if (this.#printed.includes('Connected to the service.')) resolve();
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (code) =>
        reject(new Error(`The agent ended with ${code}: ${this.#printed}`)),
      );
    });
    await within(
      CONNECTED_MS,
      connected,
      () => `connecting the agent, which printed: ${this.#printed}`,
    );
  }

  /** Without a warning. */
  kill(): Promise<void> {
    return killService(this.#child);
  }
}
