import { isPartGone } from '../../../assets/reading/is-part-gone.ts';
import type { Pace } from '../../../assets/reading/pace.ts';
import type { AssetsDestination } from '../../../assets/ports/assets-destination.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import type { ProgressMeter } from '../../../runs/progress-meter.ts';
import type { RunLease } from '../../../runs/run-lease.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreStore } from '../../report/restore-line.ts';
import type { RestoreCheckpoint } from '../../restore-checkpoint.ts';
import type { AddedThings, RestoreFacts } from '../../restore-facts.ts';
import type { RestoreInput } from '../../restore-input.ts';
import { makeOnce, type Makeable } from './make-once.ts';

/** How long writes continue without a checkpoint. */
const CHECKPOINT_MS = 15_000;
/**
 * A worker that was suspended may have lost its run without knowing: after this long without an
 * answer from the database it asks before it writes.
 */
const SURE_MS = 1_000;

export type RestoreLease = RunLease<RestoreInput, RestoreCheckpoint, RestoreFacts>;

export interface AttemptParts {
  /** As it was before this attempt wrote. */
  context: RestoreContext;
  input: RestoreInput;
  reader: BackupReader;
  target: AssetsDestination;
  restores: RestoreStore;
  clock: Clock;
  /** After this long a request without an answer is no longer being executed, ms. */
  settleMs: number;
  lease: RestoreLease;
  meter: ProgressMeter;
  pace: Pace;
  checkpoint: RestoreCheckpoint;
  /**
   * Objects that an interrupted attempt may have sent, with unknown outcome; undefined at the first
   * attempt.
   */
  unsettledIds: ReadonlySet<string> | undefined;
  /** Keeps other restores from the schema. @throws Refused `target-occupied` */
  holdSchema: (schemaId: string) => Promise<void>;
}

/**
 * One attempt at a restore: what it reads from and writes to, what it counts and saves, and whether
 * it may still write.
 */
export class RestoreAttempt {
  readonly parts: AttemptParts;
  readonly #checkpoint: RestoreCheckpoint;
  readonly #notes: string[];
  readonly #begunAtMs: number;
  #savedAtMs: number;
  #saving: Promise<void> | undefined;

  constructor(parts: AttemptParts) {
    this.parts = parts;
    this.#checkpoint = { ...parts.checkpoint, notes: [...parts.checkpoint.notes] };
    this.#notes = [...parts.checkpoint.notes];
    this.#begunAtMs = parts.clock.monotonicMs();
    this.#savedAtMs = this.#begunAtMs;
  }

  /** What is made, and what was written so far. */
  get checkpoint(): Readonly<RestoreCheckpoint> {
    return this.#checkpoint;
  }

  get signal(): AbortSignal {
    return this.parts.pace.signal;
  }

  /** Whether an earlier attempt may have written some of it. */
  get isResumed(): boolean {
    return this.parts.unsettledIds !== undefined;
  }

  /** Sentences for the report. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /**
   * Adds a sentence to the report, once. It is about a step that every attempt repeats, so another
   * attempt begins without it: what it says may not be true any more.
   */
  note(sentence: string): void {
    addOnce(this.#notes, sentence);
  }

  /** The same about something that is made once, so that no other attempt comes by it again. */
  noteForGood(sentence: string): void {
    addOnce(this.#notes, sentence);
    addOnce(this.#checkpoint.notes, sentence);
  }

  /** How adding these to the objects of the destination goes. */
  noteAdded(things: AddedThings, { isWhole }: { isWhole: boolean }): void {
    const others = this.#checkpoint.lacking.filter((each) => each !== things);
    this.#checkpoint.lacking = isWhole ? others : [...others, things];
  }

  beginStep(step: string, progress: { done?: number; total?: number } = {}): void {
    this.parts.meter.set({ step, ...progress });
  }

  /** Awaits a call that writes, and counts it if it did. */
  async count<T>(call: Promise<T>): Promise<T> {
    const written = await call;
    this.countWrite();
    return written;
  }

  /** A call wrote something. */
  countWrite(): void {
    this.#checkpoint.writes += 1;
  }

  countObjectWrite(): void {
    this.countWrite();
    this.#checkpoint.objectWrites += 1;
  }

  countIssueWrite(): void {
    this.countWrite();
    this.#checkpoint.issueWrites += 1;
  }

  /**
   * Makes a thing whose name the site keeps unique, so that it is there once. @throws WriteRefused
   * when it is refused and not there
   */
  makeOnce<T>({ find, create }: Makeable<T>, lookFirst = this.isResumed): Promise<T> {
    const { clock, settleMs } = this.parts;
    return makeOnce({
      find,
      create: () => this.count(create()),
      lookFirst,
      clock,
      settleMs,
      signal: this.signal,
    });
  }

  /**
   * Whether an error says that one thing of the schema to write to is gone. @throws Refused
   * `schema-gone` if it's the schema
   */
  async isThingGone(error: unknown): Promise<boolean> {
    const { schemaId } = this.#checkpoint;
    if (schemaId === undefined) return false;
    return isPartGone(error, this.parts.target, schemaId, this.signal);
  }

  /** The schema to write to is known now: saves and holds it before anything is created in it. */
  async rememberSchema(schemaId: string): Promise<void> {
    this.#checkpoint.schemaId = schemaId;
    await this.parts.lease.checkpoint(this.#checkpoint);
    await this.parts.holdSchema(schemaId);
  }

  /**
   * To be awaited before looking for what the site would create twice: requests that an interrupted
   * attempt sent last may still be executing.
   */
  async awaitEarlierCalls(): Promise<void> {
    const { clock, settleMs } = this.parts;
    const leftMs = this.#begunAtMs + settleMs - clock.monotonicMs();
    if (this.isResumed && leftMs > 0) await clock.sleep(leftMs, this.signal);
  }

  /**
   * To be awaited before each create. If the last confirmation of the lease took long, it may
   * predate a suspension: then the database is asked once more. @throws LeaseLost
   */
  async assertHeld(): Promise<void> {
    for (let asked = 0; asked < 2 && this.#unsavedMs() >= SURE_MS; asked += 1) await this.save();
  }

  /** Called after each object. @throws LeaseLost */
  async saveIfDue(): Promise<void> {
    if (this.#unsavedMs() >= CHECKPOINT_MS) await this.save();
  }

  /** Callers at the same time share one answer. @throws LeaseLost */
  save(): Promise<void> {
    const askedAtMs = this.parts.clock.monotonicMs();
    this.#saving ??= this.parts.lease
      .checkpoint(this.#checkpoint)
      .then(() => {
        this.#savedAtMs = askedAtMs;
      })
      .finally(() => {
        this.#saving = undefined;
      });
    return this.#saving;
  }

  /**
   * Saves what was counted when the attempt fails. The first error says why it failed, not this.
   */
  async saveCounts(): Promise<void> {
    await this.parts.lease.checkpoint(this.#checkpoint).catch(() => undefined);
  }

  #unsavedMs(): number {
    return this.parts.clock.monotonicMs() - this.#savedAtMs;
  }
}

function addOnce(notes: string[], sentence: string): void {
  if (!notes.includes(sentence)) notes.push(sentence);
}
