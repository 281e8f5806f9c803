import { Damaged } from '../../core/kernel/errors.ts';
import { runId } from '../../core/kernel/ids.ts';
import type { JsonValue } from '../../core/kernel/json/json-value.ts';
import {
  readField,
  RUN_FIELDS,
  storedField,
  unreadable,
  type RunFieldName,
} from '../../core/runs/run-fields.ts';
import type { RunKinds } from '../../core/runs/run-kinds.ts';
import type { Run } from '../../core/runs/run.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import type { RunDocument } from './run-document.ts';

type RunKey = Pick<RunDocument, '_id' | 'tenantId' | 'kind'>;
type ReadField = () => unknown;

/**
 * Between runs and their documents: what a kind seals is `{ sealed: text }` in the database, what
 * it knows is read as it says.
 */
export class RunCodec {
  readonly kinds: RunKinds;
  readonly #secrets: SecretBox;

  constructor(kinds: RunKinds, secrets: SecretBox) {
    this.kinds = kinds;
    this.#secrets = secrets;
  }

  /** What is stored of a field's value. */
  async store(run: RunKey, name: RunFieldName, value: unknown): Promise<JsonValue | undefined> {
    const stored = storedField(value);
    if (stored === undefined || !this.#isSealed(run, name)) return stored;
    return {
      sealed: await this.#secrets.seal(run.tenantId, run._id, name, JSON.stringify(stored)),
    };
  }

  /** @throws Damaged when what is sealed was changed or belongs to another run */
  async read(document: RunDocument): Promise<Run> {
    const [input, checkpoint, result] = await Promise.all(
      RUN_FIELDS.map((name) => this.#open(document, name)),
    );
    return toRun(document, { input, checkpoint, result });
  }

  /**
   * For who works the run: what cannot be opened is thrown where it is asked for, so that the run
   * fails by it.
   */
  async readForWork(document: RunDocument): Promise<Run> {
    const [input, checkpoint, result] = await Promise.all(
      RUN_FIELDS.map((name) =>
        this.#open(document, name).catch((error: unknown) => () => {
          throw error;
        }),
      ),
    );
    return toRun(document, { input, checkpoint, result });
  }

  async #open(document: RunDocument, name: RunFieldName): Promise<ReadField> {
    const kind = this.kinds.of(document);
    const stored = document[name];
    if (stored === undefined || !this.#isSealed(document, name))
      return once(() => readField(kind, name, stored));
    const opened = await this.#unseal(document, name, stored);
    return once(() => readField(kind, name, opened));
  }

  async #unseal(run: RunKey, name: RunFieldName, stored: JsonValue): Promise<JsonValue> {
    const { sealed } = Object(stored) as { sealed?: unknown };
    try {
      return JSON.parse(await this.#secrets.open(run.tenantId, run._id, name, sealed)) as JsonValue;
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      throw new Damaged(unreadable(this.kinds.of(run), name), { cause: error });
    }
  }

  #isSealed(run: RunKey, name: RunFieldName): boolean {
    return this.kinds.of(run)?.[name].sealed === true;
  }
}

function toRun(document: RunDocument, read: Record<RunFieldName, ReadField | undefined>): Run {
  const {
    _id,
    holder: _holder,
    holders = [],
    heartbeat: _heartbeat,
    takeovers: _takeovers,
    notBefore: _notBefore,
    asleepAt: _asleepAt,
    askKey: _askKey,
    askNumber: _askNumber,
    removed: _removed,
    input: _input,
    checkpoint: _checkpoint,
    result: _result,
    ...fields
  } = document;
  return {
    ...fields,
    holders,
    id: runId(_id),
    get input() {
      return read.input?.();
    },
    get checkpoint() {
      return read.checkpoint?.();
    },
    get result() {
      return read.result?.();
    },
  };
}

function once<T>(read: () => T): () => T {
  let found: { value: T } | undefined;
  return () => {
    found ??= { value: read() };
    return found.value;
  };
}
