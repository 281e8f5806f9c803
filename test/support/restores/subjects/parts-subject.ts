import assert from 'node:assert/strict';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { IssueLine } from '../../../../src/core/restores/report/issue-line.ts';
import type { RestoreFacts } from '../../../../src/core/restores/restore-facts.ts';
import { hurriedClock } from '../../clocks/hurried-clock.ts';
import { OWN_ICON, plantEveryPart } from './plant-every-part.ts';
import { restoreFacts } from '../restore-facts.ts';
import { NEW_SCHEMA, RestoreRig } from '../restore-rig.ts';
import { surviveDeaths } from '../deaths/survive-deaths.ts';
import { whatStands, type Standing } from './what-stands.ts';
import { attendRun } from '../deaths/work-run.ts';

const HURRY = 10;
/** On the machine's clock. */
const SETTLE_MS = 150;
const EVERY_PART = ['comments', 'attachments', 'issues'];

/** What a restore of every part has left. */
interface Left {
  standing: Standing;
  notes: string[];
  issues: RestoreFacts['issues'];
  issueLines: Pick<IssueLine, 'key' | 'outcome' | 'fields'>[];
}

interface Undisturbed {
  left: Left;
  /** Calls that write. */
  calls: number;
  /** How often the icon was made: a Data Center takes none. */
  icons: number;
}

interface SubjectOptions {
  platform?: 'cloud' | 'data-center';
  requestTimeoutMs?: number;
  /** On the machine's clock. */
  settleMs?: number;
}

/** A backup with every part of a small schema that was deleted since, on a site of its own. */
export class PartsSubject {
  readonly rig: RestoreRig;
  readonly #backup: RunId;
  /** What fields of issues name before a restore. */
  readonly #named: Record<string, number[]>[];
  #schemas = 0;
  #undisturbed: Undisturbed | undefined;

  static async start(options: SubjectOptions = {}) {
    const { platform = 'cloud', settleMs = SETTLE_MS, requestTimeoutMs } = options;
    const rig = await RestoreRig.start([{ seed: 'tiny', platform }], {
      clock: hurriedClock(HURRY),
      settleMs: settleMs * HURRY,
      patienceMs: 600_000,
      ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
    });
    const { site } = rig.here.world;
    plantEveryPart(site);
    await rig.work();
    const backup = await rig.backUp('Tiny', EVERY_PART);
    await rig.idle();
    site.deleteSchema(rig.schemaId('Tiny'));
    site.icons.delete(OWN_ICON);
    return new PartsSubject(rig, backup);
  }

  private constructor(rig: RestoreRig, backup: RunId) {
    this.rig = rig;
    this.#backup = backup;
    this.#named = rig.here.world.site.issues.map(({ fields }) => structuredClone(fields));
  }

  /** Plans and queues a restore of everything into a new schema. */
  async ask(): Promise<RunId> {
    this.#schemas += 1;
    const wish = {
      ...NEW_SCHEMA,
      schema: { name: `Copy ${this.#schemas}`, key: `COPY${this.#schemas}` },
      roles: true,
      comments: true,
      attachments: true,
      issues: 'unchanged',
    } as const;
    const plan = this.rig.plan(this.#backup, wish);
    const { id } = await attendRun(this.rig, 'restore-plan', plan);
    return (await this.rig.start(id)).id;
  }

  /** What a restore leaves that nothing disturbs, and its calls that write. */
  async undisturbed(): Promise<Undisturbed> {
    if (this.#undisturbed) return this.#undisturbed;
    const id = await this.ask();
    const { run, calls } = await surviveDeaths(this.rig, id, []);
    const left = await this.left(id, restoreFacts(run));
    this.#undisturbed = { left, calls, icons: this.#icons };
    this.drop(restoreFacts(run));
    return this.#undisturbed;
  }

  async left(id: RunId, facts: RestoreFacts): Promise<Left> {
    const { here, stores, tenant } = this.rig;
    const issueLines: Left['issueLines'] = [];
    for await (const { key, outcome, fields } of stores.restores.issues.lines(tenant, id))
      issueLines.push({ key, outcome, fields });
    return {
      standing: whatStands(here.world.site, Number(facts.schemaId)),
      notes: facts.notes,
      issues: facts.issues,
      issueLines: issueLines.sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  }

  /** All is there, and nothing twice. */
  async assertWhole(id: RunId, facts: RestoreFacts, name: string): Promise<void> {
    const { left, icons } = await this.undisturbed();
    assert.deepEqual(await this.left(id, facts), left, name);
    assert.equal(this.#icons, icons, `${name}: how often the icon was made`);
  }

  get #icons(): number {
    const { icons } = this.rig.here.world.site;
    return [...icons.values()].filter((icon) => icon.name === OWN_ICON).length;
  }

  /** The site is as it was before the restore. */
  drop({ schemaId }: RestoreFacts): void {
    const { site } = this.rig.here.world;
    site.deleteSchema(Number(schemaId));
    for (const icon of site.icons.values()) if (icon.name === OWN_ICON) site.icons.delete(icon.id);
    for (const [at, issue] of site.issues.entries())
      issue.fields = structuredClone(this.#named[at]!);
  }
}
