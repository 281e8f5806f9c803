import { after } from 'node:test';
import type { Connection } from 'mongoose';
import type { Simulator, SimulatorOptions } from '../../../simulator/start-simulator.ts';
import { composeBackups } from '../../../src/compose/compose-backups.ts';
import type { Sites } from '../../../src/compose/compose-sites.ts';
import type { Stores } from '../../../src/compose/storage/compose-stores.ts';
import { composeRestores, type RestoreParts } from '../../../src/compose/compose-restores.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { isBeingRead } from '../../../src/core/backups/held-part.ts';
import { orAbsent } from '../../../src/core/kernel/errors.ts';
import { siteId, tenantId, type RunId, type SiteId } from '../../../src/core/kernel/ids.ts';
import type { RestorePlan } from '../../../src/core/restores/plan/restore-plan.ts';
import type { RestoreLine } from '../../../src/core/restores/report/restore-line.ts';
import type { CheckFacts, RestoreFacts } from '../../../src/core/restores/restore-facts.ts';
import type { Choices } from '../../../src/core/restores/restore-input.ts';
import type { RunHandler } from '../../../src/core/runs/run-handler.ts';
import type { Run } from '../../../src/core/runs/run.ts';
import type { SourceSite } from '../../../src/core/sites/site.ts';
import { Runs } from '../../../src/core/use-cases/runs/runs.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import type { Worker } from '../../../src/jobs/worker.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { cloudSource, cloudTarget } from '../sites/cloud-site.ts';
import { dataCenterSource, dataCenterTarget } from '../sites/data-center-site.ts';
import { checkFacts, restoreFacts } from './restore-facts.ts';
import { startRigParts, type RigOptions, type RigParts } from './rig-parts.ts';
import { RigWorkers } from './rig-workers.ts';

export const NEW_SCHEMA: Omit<RestoreWish, 'schema'> = {
  typeIds: null,
  existing: 'overwrite',
  clearEmpty: false,
  keepOriginalKey: false,
  changeDefinitions: false,
};

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
  readonly #workers: RigWorkers;

  /** Starts the sites and connects them; all ends with the file's tests. */
  static async start(sites: SimulatorOptions[], options: RigOptions = {}): Promise<RestoreRig> {
    const rig = new RestoreRig(await startRigParts(sites, options));
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
    this.#workers = new RigWorkers(parts, () => this.handlers());
    this.#backups = composeBackups(this);
    const { restorePlans, restores } = this.#composeRestores();
    this.restorePlans = restorePlans;
    this.restores = restores;
  }

  /** What works the runs, with parts that a test has replaced. */
  handlers(replaced: Replaced = {}): RunHandler[] {
    return [...this.#backups.handlers, ...this.#composeRestores(replaced).handlers];
  }

  startWorker(options: { handlers?: RunHandler[]; clock?: Clock } = {}): Promise<Worker> {
    return this.#workers.start(options);
  }

  /** Begins to work on what is queued. */
  work(): Promise<void> {
    return this.#workers.work();
  }

  idle(): Promise<void> {
    return this.#workers.idle();
  }

  /** Waits for a run's end. */
  ended(id: RunId, withinMs = 120_000): Promise<Run> {
    return this.#workers.ended(this.tenant, id, withinMs);
  }

  /** Waits for a run's end, which must be a good one. */
  async complete(id: RunId): Promise<Run> {
    const run = await this.ended(id);
    if (run.state === 'complete') return run;
    const { kind, state, errorCode, message } = run;
    throw new Error(
      `${kind} ended as ${state}: ${errorCode} ${message} ${this.#workers.lastError}`,
    );
  }

  async stop(id: RunId): Promise<void> {
    const { runs, catalog } = this.stores;
    await new Runs({ runs, catalog, kinds: runKinds }).stop(this.tenant, id, this.by);
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
      const changed = this.#workers.changed();
      const backup = await orAbsent(this.stores.backups.get(this.tenant, id));
      if (backup && !backup.parts.some(isBeingRead)) return id;
      await changed;
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
