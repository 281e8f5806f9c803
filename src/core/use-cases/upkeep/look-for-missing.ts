import { randomBytes } from 'node:crypto';
import { noteDamage, type NoteDamageDeps } from '../../backups/keep/note-damage.ts';
import type { Backup } from '../../backups/backup.ts';
import { NotFound, Refused } from '../../kernel/errors.ts';
import { isLockedError } from '../../storages/is-unreachable.ts';
import { workThrough, type Round } from '../../kernel/work-through.ts';

/**
 * Looks whether everything is there that backups name, one backup a round: what is missing is not
 * met by reading back what is there. Every replica walks through all of them, from some place on.
 */
export class LookForMissing {
  readonly #deps: NoteDamageDeps;
  /** The backup that was looked at last. */
  #after = randomBytes(1).toString('hex');

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
    if (damage || verified?.ok === false) return false;
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
      if (isLockedError(error)) return [];
      throw error;
    }
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
