import { AdminSession } from '../../../scripts/admin-session.ts';
import { backUp, install, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import type { Random } from '../../../simulator/kernel/random.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import { randomFaults } from './random-faults.ts';

/** Rules that come due often, at many different moments. */
const RULES = ['*/7 * * * *', '*/11 * * * *', '3-59/9 * * * *', '0,13,29,44 * * * *'];

/** How objects are called that users of a pretend site add. */
const ADDED = 'Appeared ';

/** How many objects a restore was to make, and how many are there. */
export interface Restored {
  wanted: number;
  arrived: number;
}

/** A site that the service is installed on, and what its administrator and its users do there. */
export class SoakSite {
  readonly simulator: Simulator;
  readonly name: string;
  readonly #random: Random;
  /** The schemas that are backed up, as they were when the site was set up. */
  schemas: { id: string; name: string }[] = [];

  constructor(simulator: Simulator, name: string, random: Random) {
    this.simulator = simulator;
    this.name = name;
    this.#random = random;
  }

  admin(appUrl: string): AdminSession {
    return new AdminSession(this.simulator.url, appUrl);
  }

  /** Installs, sets up, and schedules every schema. */
  async begin(appUrl: string): Promise<void> {
    await install(this.simulator.url, appUrl);
    const admin = this.admin(appUrl);
    await setUp(admin);
    this.schemas = await sync(admin);
    for (const { id } of this.schemas)
      await admin.post(`/app/schemas/${id}/schedule`, {
        on: 'on',
        cron: this.#random.pick(RULES),
        timeZone: 'UTC',
        revision: '0',
      });
  }

  /** The site behaves otherwise from now on. */
  disturb(): void {
    Object.assign(this.simulator.settings, randomFaults(this.#random));
  }

  /** Somebody changes, adds or removes an object. */
  edit(): void {
    const { site, churn } = this.simulator.world;
    const { settings } = this.simulator;
    if (site.objects.size === 0) return;
    const before = settings.churnEvery;
    settings.churnEvery = 1;
    churn.tick();
    settings.churnEvery = before;
  }

  /**
   * Restores a new backup of one schema into a schema of its own, tells how many objects arrived of
   * how many, and clears it away; or why the service or the site said no.
   */
  async restore(appUrl: string): Promise<Restored | { why: string }> {
    const { site } = this.simulator.world;
    const admin = this.admin(appUrl);
    const known = new Set(site.schemas.keys());
    try {
      const backup = await backUp(admin, this.#random.pick(this.schemas), undefined, 60_000);
      const plan = await planRestore(admin, backup.backupId, {}, 60_000);
      await runRestore(admin, plan.id, undefined, 90_000);
      const made = [...site.schemas.values()].find(({ key }) => key === plan.key);
      if (!made) return { why: 'The schema is not there.' };
      // An incomplete one says so behind its number.
      const wanted = Number.parseInt(backup.objects.replaceAll(',', ''), 10);
      return { wanted, arrived: this.#countRestored(made.id) };
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error) };
    } finally {
      for (const id of site.schemas.keys()) if (!known.has(id)) site.deleteSchema(id);
    }
  }

  /** Without what users have added since. */
  #countRestored(schemaId: number): number {
    const { site } = this.simulator.world;
    return site
      .typesOf(schemaId)
      .flatMap((type) => site.objects.idsOfType(type.id))
      .filter((id) => !site.labelOf(site.objects.require(id)).startsWith(ADDED)).length;
  }

  /** A last backup of every schema, which has to be complete and sound: their ids. */
  async backUpAll(appUrl: string): Promise<{ name: string; backupId: string }[]> {
    const admin = this.admin(appUrl);
    await sync(admin);
    const made: { name: string; backupId: string }[] = [];
    for (const schema of this.schemas) {
      const { backupId } = await backUp(admin, schema);
      await verify(admin, backupId);
      made.push({ name: schema.name, backupId });
    }
    return made;
  }
}
