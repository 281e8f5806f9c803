import { Damaged } from '../../core/kernel/errors.ts';
import type { JsonValue } from '../../core/kernel/json.ts';
import type { Run, RunKind } from '../../core/runs/run.ts';
import type { SecretBox } from '../sealing/secret-box.ts';

/** Kinds whose results name people and show values of a backup. */
const SEALED: ReadonlySet<RunKind> = new Set<RunKind>(['restore-plan', 'restore-check']);
const FIELD = 'result';

/** Results of runs as they stand in the database: those that hold content of a backup are sealed, `{ sealed: text }` in their place. */
export class SealedResults {
  readonly #secrets: SecretBox;

  constructor(secrets: SecretBox) {
    this.#secrets = secrets;
  }

  async stored(
    { id, tenantId, kind }: Pick<Run, 'id' | 'tenantId' | 'kind'>,
    result: JsonValue,
  ): Promise<JsonValue> {
    return SEALED.has(kind)
      ? { sealed: await this.#secrets.seal(tenantId, id, FIELD, JSON.stringify(result)) }
      : result;
  }

  /** @throws Damaged when the result was changed or belongs to another run */
  async opened(run: Run): Promise<Run> {
    if (run.result === undefined || !SEALED.has(run.kind)) return run;
    const { sealed } = run.result as { sealed: string };
    const opened = await this.#secrets
      .open(run.tenantId, run.id, FIELD, sealed)
      .catch((error: unknown) => {
        throw error instanceof Damaged
          ? new Damaged(
              'What this run found was changed in the database and cannot be opened. Make the plan or the check once more.',
              { cause: error },
            )
          : error;
      });
    return { ...run, result: JSON.parse(opened) as JsonValue };
  }
}
