import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import type { Connection } from 'mongoose';
import {
  startSimulators,
  type Simulator,
  type SimulatorOptions,
} from '../../../simulator/start-simulator.ts';
import { systemClock } from '../../../src/clock.ts';
import { composeBackups } from '../../../src/compose/compose-backups.ts';
import { composeRestores, type RestoreParts } from '../../../src/compose/compose-restores.ts';
import { composeSites, type Sites } from '../../../src/compose/compose-sites.ts';
import { composeStores, type Stores } from '../../../src/compose/compose-stores.ts';
import { SitePlaces } from '../../../src/core/use-cases/upkeep/site-places.ts';
import type { Clock } from '../../../src/core/kernel/clock.ts';
import { isBeingRead } from '../../../src/core/backups/held-part.ts';
import { orAbsent } from '../../../src/core/kernel/errors.ts';
import { siteId, tenantId, type RunId, type SiteId } from '../../../src/core/kernel/ids.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import type { RestorePlan } from '../../../src/core/restores/plan/restore-plan.ts';
import type { RestoreLine } from '../../../src/core/restores/report/restore-line.ts';
import type { CheckFacts, RestoreFacts } from '../../../src/core/restores/restore-facts.ts';
import type { Choices } from '../../../src/core/restores/restore-input.ts';
import type { RunHandler } from '../../../src/core/runs/run-handler.ts';
import type { Run } from '../../../src/core/runs/run.ts';
import type { SourceSite } from '../../../src/core/sites/site.ts';
import { Runs } from '../../../src/core/use-cases/runs/runs.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { Bell } from '../bell.ts';
import { cloudSource, cloudTarget } from '../sites/cloud-site.ts';
import { dataCenterSource, dataCenterTarget } from '../sites/data-center-site.ts';
import { NO_LIMITS } from '../sites/no-limits.ts';
import { testDatabase } from '../test-database.ts';
import { MemorySiteLeases } from '../stand-ins/memory-site-leases.ts';
import { checkFacts, restoreFacts } from './restore-facts.ts';

const TIMES = { leaseMs: 400, heartbeatMs: 50, marginMs: 20 };
const SETTLE_MS = 150;
/** A worker of the rig looks for work more often than one of a service, also unasked. */
const MAX_SLEEP_MS = 250;
/** Runs that others work end without a sign. */
const LOOK_MS = 250;
export const NEW_SCHEMA: Omit<RestoreWish, 'schema'> = {
  typeIds: null,
  existing: 'overwrite',
  clearEmpty: false,
  keepOriginalKey: false,
  changeDefinitions: false,
};

/**
 * The kind of the sites of tests that name none. On a Data Center, names are taken as they are:
 * what it does with others is told elsewhere.
 */
const OF_KIND: SimulatorOptions =
  process.env['SITE_KIND'] === 'data-center'
    ? { platform: 'data-center', settings: { reservedCharacters: false } }
    : {};

interface RigOptions {
  clock?: Clock;
  settleMs?: number;
  requestTimeoutMs?: number;
  patienceMs?: number;
}

interface RigParts {
  here: Simulator;
  there: Simulator | undefined;
  connection: Connection;
  openConnection: () => Promise<Connection>;
  clock: Clock;
  settleMs: number;
  stores: Stores;
  sites: Sites;
}

const sourceOn = ({ world }: Simulator) => (world.isDataCenter ? dataCenterSource : cloudSource);
const targetOn = ({ world }: Simulator) => (world.isDataCenter ? dataCenterTarget : cloudTarget);

/** What a test puts in the place of the rig's own parts, to let them fail. */
type Replaced = Partial<Pick<RestoreParts, 'clock' | 'access'> & Pick<Stores, 'restores'>>;

/**
 * The restore engine with its real storage and client against pretend sites: what pages and queue
 * would do is done by calls. The second site, if any, is a target instance.
 */
export class RestoreRig {
  readonly tenant = tenantId('alice');
  readonly by = { accountId: '1', name: 'Alice' };
  readonly here: Simulator;
  readonly there: Simulator | undefined;
  /** The target instance on the second site. */
  readonly other: SiteId | undefined;
  readonly source: SourceSite;
  readonly clock: Clock;
  readonly connection: Connection;
  readonly stores: Stores;
  readonly access: Sites['access'];
  readonly restorePlans;
  readonly restores;
  readonly #parts: RigParts;
  readonly #backups;
  readonly #handledErrors: unknown[] = [];
  /** Rings when a run is queued, begins or ends. */
  readonly #bell = new Bell();
  #worker: Worker | undefined;

  /** Starts the sites and connects them; all ends with the file's tests. */
  static async start(sites: SimulatorOptions[], options: RigOptions = {}): Promise<RestoreRig> {
    const clock = options.clock ?? systemClock;
    const { connection, open } = await testDatabase();
    const unlimited = sites.map((site) => ({
      ...OF_KIND,
      ...site,
      settings: { ...NO_LIMITS, ...OF_KIND.settings, ...site.settings },
    }));
    const [here, there] = (await startSimulators(unlimited)) as [Simulator, Simulator | undefined];
    const keyRing = new KeyRing(new Map([['k', randomBytes(32)]]));
    const stores = composeStores({
      service: connection,
      storage: connection,
      keyRing,
      kinds: runKinds,
      clock,
    });
    const composed = composeSites({
      sites: stores.sites,
      places: new SitePlaces(stores),
      leases: new MemorySiteLeases(),
      settings: {
        atlassianApiUrl: here.url,
        mediaUrl: here.mediaUrl,
        requestTimeoutMs: options.requestTimeoutMs ?? 2_000,
        patienceMs: options.patienceMs ?? 8_000,
        confirmMs: 0,
        pretendAddresses: [here.mediaUrl, ...[here, there].flatMap((site) => site?.url ?? [])],
      },
      clock,
      log: silentLog,
    });
    await ensureIndexes(connection);
    const rig = new RestoreRig({
      here,
      there,
      connection,
      openConnection: open,
      clock,
      settleMs: options.settleMs ?? SETTLE_MS,
      stores,
      sites: composed,
    });
    after(() => rig.#close());
    await rig.#connectSites();
    await rig.sync();
    return rig;
  }

  private constructor(parts: RigParts) {
    this.#parts = parts;
    this.here = parts.here;
    this.there = parts.there;
    this.clock = parts.clock;
    this.connection = parts.connection;
    this.stores = parts.stores;
    this.access = parts.sites.access;
    this.source = sourceOn(parts.here)(this.#accountOn(parts.here));
    this.other = parts.there && siteId('0123456789abcdef01234567');
    this.#backups = composeBackups(this);
    const { restorePlans, restores } = this.#composeRestores();
    this.restorePlans = restorePlans;
    this.restores = restores;
  }

  /** What works the runs, with parts that a test has replaced. */
  handlers(replaced: Replaced = {}): RunHandler[] {
    return [...this.#backups.handlers, ...this.#composeRestores(replaced).handlers];
  }

  async startWorker(options: { handlers?: RunHandler[]; clock?: Clock } = {}): Promise<Worker> {
    const clock = options.clock ?? this.clock;
    const connection = await this.#parts.openConnection();
    const worker = new Worker({
      queue: new MongoRunQueue(connection, this.stores.runCodec, clock, TIMES),
      handlers: options.handlers ?? this.handlers(),
      clock,
      log: {
        ...silentLog,
        info: () => this.#bell.ring(),
        error: (fields: object) => void this.#handledErrors.push(fields),
      },
      width: 4,
      patienceMs: 5_000,
    });
    worker.start();
    return worker;
  }

  /** Begins to work on what is queued. */
  async work(): Promise<void> {
    const { clock } = this;
    this.#worker = await this.startWorker({
      clock: {
        now: () => clock.now(),
        monotonicMs: () => clock.monotonicMs(),
        sleep: (ms, signal) => this.#bell.wait(clock.sleep(Math.min(ms, MAX_SLEEP_MS), signal)),
      },
    });
  }

  async idle(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = undefined;
  }

  /** Waits for a run's end. */
  async ended(id: RunId, withinMs = 120_000): Promise<Run> {
    this.#bell.ring();
    const deadline = Date.now() + withinMs;
    for (;;) {
      const run = await this.stores.runs.get(this.tenant, id);
      if (run.state !== 'queued' && run.state !== 'running') return run;
      if (Date.now() > deadline)
        throw new Error(`the run ${run.kind} did not end: ${JSON.stringify(run.progress)}`);
      await this.#bell.wait(systemClock.sleep(LOOK_MS));
    }
  }

  async stop(id: RunId): Promise<void> {
    const { runs, catalog } = this.stores;
    await new Runs({ runs, catalog, kinds: runKinds }).stop(this.tenant, id, this.by);
  }

  /** Waits for a run's end, which must be a good one. */
  async complete(id: RunId): Promise<Run> {
    const run = await this.ended(id);
    if (run.state === 'complete') return run;
    const error = JSON.stringify(this.#handledErrors.at(-1) ?? '');
    throw new Error(`${run.kind} ended as ${run.state}: ${run.errorCode} ${run.message} ${error}`);
  }

  /** The catalog learns of the schemas that stand on the first site. */
  async sync(): Promise<void> {
    await this.#learnSchemas(this.here, this.source);
  }

  async #learnSchemas({ world }: Simulator, source: SourceSite): Promise<void> {
    const schemas = [...world.site.schemas.values()];
    await this.stores.catalog.seen(
      source,
      schemas.map(({ id, name, key }) => ({ schemaId: String(id), name, key, objectCount: 0 })),
    );
  }

  schemaId(name: string, site: Simulator = this.here): number {
    return [...site.world.site.schemas.values()].find((schema) => schema.name === name)!.id;
  }

  /** `parts`: what was chosen for it, which is waited for; else as nobody has decided. */
  backUp(name: string, parts?: readonly string[]): Promise<RunId> {
    return this.#backUpFrom(this.here, this.source, { name, parts });
  }

  /** Of the second site, which is a source as well from then on. */
  async backUpThere(name: string, parts?: readonly string[]): Promise<RunId> {
    const there = this.there!;
    const account = this.#accountOn(there);
    const source = { ...sourceOn(there)(account), name: 'Other source' };
    await this.stores.sites.save(source, 'admin-token');
    return this.#backUpFrom(there, source, { name, parts });
  }

  async #backUpFrom(
    site: Simulator,
    source: SourceSite,
    { name, parts }: { name: string; parts: readonly string[] | undefined },
  ): Promise<RunId> {
    await this.#learnSchemas(site, source);
    const schemaId = String(this.schemaId(name, site));
    const schemas = await this.stores.catalog.all(this.tenant, source.id);
    const schema = schemas.find((each) => each.schemaId === schemaId)!;
    const run = await this.#backups.backups.request(this.tenant, schema.id, this.by, parts);
    const { id } = await this.complete(run.id);
    // Its run is being settled, and its parts are read.
    for (;;) {
      const backup = await orAbsent(this.stores.backups.get(this.tenant, id));
      if (backup && !backup.parts.some(isBeingRead)) return id;
      await systemClock.sleep(5);
    }
  }

  /** What pages read of backups. */
  get contents() {
    return this.#backups.contents;
  }

  async plan(backupId: RunId, wish: RestoreWish): Promise<{ id: RunId; plan: RestorePlan }> {
    const run = await this.restorePlans.request(this.tenant, backupId, wish, this.by);
    const { id } = await this.complete(run.id);
    return { id, plan: await this.#planOf(id) };
  }

  async restore(
    backupId: RunId,
    wish: RestoreWish,
    choices: Choices = [],
  ): Promise<{ id: RunId; plan: RestorePlan; facts: RestoreFacts }> {
    let { id, plan } = await this.plan(backupId, wish);
    for (;;) {
      const started = await this.start(id, choices);
      const run = await this.complete(started.id);
      if (run.kind === 'restore') return { id: run.id, plan, facts: restoreFacts(run) };
      id = run.id;
      plan = await this.#planOf(id);
    }
  }

  /** *Run* under the plan. */
  async start(planId: RunId, choices: Choices = []): Promise<Run> {
    const reviewed = await this.restorePlans.get(this.tenant, planId);
    return this.restorePlans.start(reviewed, choices, this.by);
  }

  async check(restoreId: RunId): Promise<CheckFacts> {
    const run = await this.restores.requestCheck(this.tenant, restoreId, this.by);
    return checkFacts(await this.complete(run.id));
  }

  async lines(restoreId: RunId): Promise<RestoreLine[]> {
    const lines: RestoreLine[] = [];
    for await (const line of this.stores.restores.lines(this.tenant, restoreId)) lines.push(line);
    return lines;
  }

  async #planOf(id: RunId): Promise<RestorePlan> {
    return (await this.restorePlans.get(this.tenant, id)).plan!;
  }

  #composeRestores({ restores, ...replaced }: Replaced = {}) {
    return composeRestores({
      stores: restores ? { ...this.stores, restores } : this.stores,
      access: this.access,
      contents: this.#backups.contents,
      clock: this.clock,
      settleMs: this.#parts.settleMs,
      ...replaced,
    });
  }

  async #connectSites(): Promise<void> {
    await this.stores.sites.save(this.source, 'admin-token');
    if (!this.there || !this.other) return;
    const account = this.#accountOn(this.there);
    const target = targetOn(this.there)({ ...account, id: this.other, name: 'Other site' });
    await this.stores.sites.save(target, 'admin-token');
  }

  #accountOn({ world, url, workspaceId }: Simulator) {
    return {
      tenantId: this.tenant,
      siteUrl: url,
      workspaceId,
      email: 'admin@example.com',
      account: { accountId: world.accounts[0]!.accountId, name: 'Ada Admin' },
    };
  }

  async #close(): Promise<void> {
    await this.idle();
    await this.#parts.sites.budgets.close();
    await this.here.close();
    await this.there?.close();
  }
}
