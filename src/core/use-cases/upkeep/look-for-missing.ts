import { randomBytes } from 'node:crypto';
import { noteDamage, type NoteDamageDeps } from '../../backups/keep/note-damage.ts';
import type { Backup } from '../../backups/backup.ts';
import { HOUR_MS } from '../../kernel/time/durations.ts';
import { NotFound, Refused } from '../../kernel/errors.ts';
import { RecentMap } from '../../kernel/collections/recent-map.ts';
import { isLockedError, isUnreachableError } from '../../storages/is-unreachable.ts';
import { workThrough, type Round } from '../../kernel/loops/work-through.ts';

/** After this long, a storage that could not be reached is tried again. */
const SILENT_MS = HOUR_MS;
const MAX_REMEMBERED = 1_000;

/**
 * Looks whether everything is there that backups name, one backup a round: what is missing is not
 * met by reading back what is there. Every replica walks through all of them, from some place on,
 * and past those in a storage that could not be reached just now.
 */
export class LookForMissing {
  readonly #deps: NoteDamageDeps;
  /** The backup that was looked at last. */
  #after = randomBytes(1).toString('hex');
  /** By tenant and storage: until when it is not asked; monotonic, ms. */
  readonly #silentUntil = new RecentMap<string, number>(MAX_REMEMBERED);

  constructor(deps: NoteDamageDeps) {
    this.#deps = deps;
  }

  async round(): Promise<Round> {
    const next = await this.#deps.backups.nextAfter(this.#after);
    this.#after = next?.id ?? '';
    return workThrough(next ? [next] : [], {
      nameOf: ({ id }) => `backup ${id}`,
      work: (backup) => this.#look(backup),
    });
  }

  /** Whether something was found that nobody knew of. */
  async #look({ id, tenantId, storageId, rootHash, damage, verified }: Backup): Promise<boolean> {
    if (damage || verified?.ok === false || this.#isSilent({ tenantId, storageId })) return false;
    const missing = await this.#missingOf({ id, tenantId, storageId, rootHash });
    if (missing.length === 0 || !(await this.#isKept({ id, tenantId }))) return false;
    await noteDamage(this.#deps, tenantId, id, missing);
    return true;
  }

  /** A format that this version cannot read is no damage, nor is a key that is locked. */
  async #missingOf({
    tenantId,
    storageId,
    ...ref
  }: Pick<Backup, 'id' | 'tenantId' | 'storageId' | 'rootHash'>): Promise<string[]> {
    try {
      return await this.#deps.storages.open(tenantId, storageId).missing(ref);
    } catch (error) {
      if (error instanceof Refused && error.code === 'newer-format') return [];
      if (isUnreachableError(error)) this.#noteSilent({ tenantId, storageId });
      if (isLockedError(error)) return [];
      throw error;
    }
  }

  #isSilent(place: StoredIn): boolean {
    return (this.#silentUntil.get(nameOf(place)) ?? -Infinity) > this.#deps.clock.monotonicMs();
  }

  #noteSilent(place: StoredIn): void {
    this.#silentUntil.set(nameOf(place), this.#deps.clock.monotonicMs() + SILENT_MS);
  }

  /** Its deletion may have begun meanwhile. */
  async #isKept({ id, tenantId }: Pick<Backup, 'id' | 'tenantId'>): Promise<boolean> {
    try {
      return !(await this.#deps.backups.get(tenantId, id)).deleteRequested;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }
}

type StoredIn = Pick<Backup, 'tenantId' | 'storageId'>;

const nameOf = ({ tenantId, storageId }: StoredIn): string => `${tenantId} ${storageId}`;
