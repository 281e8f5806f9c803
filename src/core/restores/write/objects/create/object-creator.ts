import { runParallel, writingPace } from '../../../../assets/reading/run-parallel.ts';
import { OutcomeUnknown } from '../../../../assets/ports/outcome-unknown.ts';
import { WriteRefused } from '../../../../assets/ports/write-refused.ts';
import type { WrittenObject } from '../../../../assets/ports/assets-writer.ts';
import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import { Unavailable } from '../../../../kernel/errors.ts';
import { CreationQueue } from '../../../objects/creation-queue.ts';
import type { ObjectDifferences } from '../../../objects/object-differences.ts';
import { SentObject } from '../../refused/sent-object.ts';
import { Bodies } from '../bodies.ts';
import { CreateDoubts, type RefusedAs } from './create-doubts.ts';
import { CreateLosses, MAX_LOSSES } from './create-losses.ts';
import type {
  Attempted,
  CreatedObject,
  CreateOutcome,
  FailedCreate,
  LostCreate,
} from './create-outcome.ts';
import { pendingOfFound } from './pending-of-found.ts';
import { Intents } from './intents.ts';
import { lateSignal } from './late-signal.ts';
import type { ObjectWriting } from '../object-writing.ts';
import { settleUnknown } from '../settle/settle-unknown.ts';

/** How many objects are noted together as about to be created. */
const BATCH_SIZE = 200;
/**
 * How many lost answers are settled together, so that a site that loses all of them is not sent
 * everything.
 */
const MAX_LOST = 200;

/**
 * Creates objects: each once, after everything it refers to, as many side by side as the site
 * allows.
 */
export class ObjectCreator {
  readonly #writing: ObjectWriting;
  readonly #differences: ObjectDifferences;
  readonly #queue: CreationQueue;
  readonly #bodies: Bodies;
  readonly #intents: Intents;
  readonly #losses: CreateLosses;
  readonly #doubts: CreateDoubts;

  /**
   * `closing`: references that are written later, because they close a cycle. `differences` is told
   * what is to be written later. `doubtful`: nodes that may be there though nobody knows.
   */
  constructor(
    writing: ObjectWriting,
    closing: Uint8Array,
    differences: ObjectDifferences,
    doubtful: readonly number[],
  ) {
    const { attempt, context, objects, route } = writing.parts;
    const { graph } = context.source;
    const { reader, restores } = attempt.parts;
    const queue = new CreationQueue(graph, closing, (node) => objects.has(node));
    this.#writing = writing;
    this.#differences = differences;
    this.#queue = queue;
    this.#bodies = new Bodies(reader, graph, (count) => queue.peek(count));
    this.#intents = new Intents(
      graph.size,
      () => queue.peek(BATCH_SIZE),
      (nodes) =>
        restores.intend(
          route,
          nodes.map((node) => graph.idOf(node)),
        ),
    );
    this.#losses = new CreateLosses(graph.size);
    this.#doubts = new CreateDoubts(writing, doubtful);
  }

  /**
   * Creates every object that has no counterpart. @throws Refused, Unavailable; the lines say what
   * was done
   */
  async create(): Promise<void> {
    for (;;) {
      const lost = await this.#createReady();
      if (lost.length === 0) return;
      await this.#settleLost(lost);
    }
  }

  /** Creates until nothing is ready or many answers were lost. Returns the lost ones. */
  async #createReady(): Promise<LostCreate[]> {
    const { attempt } = this.#writing.parts;
    const lost: LostCreate[] = [];
    const next = () => {
      const node = lost.length < MAX_LOST ? this.#queue.take() : undefined;
      return node === undefined ? null : (signal: AbortSignal) => this.#create(node, signal);
    };
    try {
      for await (const outcome of runParallel(next, writingPace(attempt.parts.pace))) {
        if ('unknown' in outcome) lost.push(outcome);
        else await this.#record(outcome);
        await attempt.saveIfDue();
      }
    } finally {
      await this.#writing.lines.flush();
    }
    return lost;
  }

  /** What was created although the restore was stopped meanwhile is recorded here, too. */
  async #create(node: number, stop: AbortSignal): Promise<CreateOutcome> {
    const { signal, done } = lateSignal(stop, this.#writing.parts.attempt.parts.clock);
    try {
      const outcome = await this.#createOne(node, signal);
      if (stop.aborted && 'object' in outcome) await this.#record(outcome);
      return outcome;
    } finally {
      done();
    }
  }

  async #createOne(node: number, signal: AbortSignal): Promise<CreateOutcome> {
    const writing = this.#writing;
    const { attempt } = writing.parts;
    const { target, clock } = attempt.parts;
    const body = await this.#bodies.take(node);
    await this.#intents.cover(node);
    const payload = writing.payloadOf(body);
    const rules = writing.rulesOf(body.typeId);
    const sent = new SentObject(payload.values, payload.leftOut, rules);
    const typeId = writing.targetTypeOf(body.typeId);
    const pending = (): string[] => [...payload.pending, ...sent.pending];
    for (;;) {
      await attempt.assertHeld();
      const sentAtMs = clock.monotonicMs();
      try {
        const object = await target.createObject({ typeId, values: sent.values }, signal);
        attempt.countObjectWrite();
        sent.noteTaken();
        return { node, body, leftOut: sent.leftOut, object, pending: pending(), sentAtMs };
      } catch (error) {
        const isLost = error instanceof OutcomeUnknown;
        if (!isLost && !(error instanceof WriteRefused)) throw error;
        const refused = isLost ? undefined : this.#doubts.refusedAs(node, body, sent.read(error));
        const why = isLost ? error.why : undefined;
        if (isLost || refused)
          return this.#lose({ node, body, sent, pending: pending(), refused, why });
        if (!sent.takeOut(error)) {
          const reason = `The destination refused the object: ${error.message}`;
          return { node, body, leftOut: sent.leftOut, reason };
        }
        await this.#noteRefused(body, sent);
      }
    }
  }

  #lose({
    node,
    body,
    sent,
    pending,
    refused,
    why,
  }: {
    node: number;
    body: SnapshotObject;
    sent: SentObject;
    pending: string[];
    refused: RefusedAs | undefined;
    why: string | undefined;
  }): LostCreate {
    this.#losses.add(node);
    const unknown = this.#writing.asUnknown(node, body, { values: sent.values, pending });
    return { node, body, leftOut: sent.leftOut, pending, refused, why, unknown };
  }

  /** Saved before the rest is sent: else a successor would not know what was. */
  async #noteRefused(body: SnapshotObject, { notSent }: SentObject): Promise<void> {
    const { attempt, route } = this.#writing.parts;
    await attempt.parts.restores.note(route, [
      {
        ...this.#writing.line(body),
        outcome: 'failed',
        reason: 'The restore was interrupted while this object was being written.',
        leftOut: notSent,
      },
    ]);
  }

  async #record(outcome: CreatedObject | FailedCreate): Promise<void> {
    const { body } = outcome;
    if ('object' in outcome) {
      const { object, pending, sentAtMs } = outcome;
      await this.#recordCreated(outcome, object, pending);
      this.#writing.rememberWrite(object.id, body.typeId, sentAtMs);
    } else {
      this.#losses.end(outcome.node);
      await this.#recordFailed(outcome);
    }
  }

  async #recordFailed({ node, body, reason, leftOut }: FailedCreate): Promise<void> {
    await this.#writing.recordFailed(node, body, reason, leftOut);
    this.#queue.settle(node);
  }

  async #recordCreated(
    { node, body, leftOut }: Attempted,
    object: WrittenObject,
    pending: string[],
  ): Promise<void> {
    this.#losses.end(node);
    this.#differences.note(node, pending);
    await this.#writing.recordCreated(node, body, object, { leftOut, pending });
    this.#queue.settle(node);
  }

  /**
   * Settles lost answers, all at once: existing objects are recorded, the others are sent again.
   */
  async #settleLost(lost: LostCreate[]): Promise<void> {
    const { attempt } = this.#writing.parts;
    attempt.beginStep('Looking for objects with a lost answer');
    const found = await settleUnknown(
      lost.map(({ unknown }) => unknown),
      this.#writing.settling(),
    );
    for (const each of lost) {
      const object = found.get(each.node);
      if (object) {
        const sent = { values: each.unknown.values, pending: each.pending };
        const pending = pendingOfFound(object, sent, this.#writing.roles.references);
        await this.#recordCreated(each, object, pending);
      } else await this.#sendAgain(each);
    }
    await this.#writing.lines.flush();
    attempt.beginStep('Writing objects');
  }

  /**
   * One whose answer was lost too often counts as failed where the site, which has just answered
   * searches, creates others. @throws Unavailable if it creates none
   */
  async #sendAgain({ node, body, refused, leftOut, why }: LostCreate): Promise<void> {
    this.#doubts.noteAbsent(node, refused);
    if (!this.#losses.isGivenUp(node)) return this.#queue.putBack(node);
    const reason =
      refused === 'key'
        ? `The destination says that an object with the original key ${body.key} exists but doesn't show it.`
        : `The destination didn't answer any of ${MAX_LOSSES} attempts to create this object${inBrackets(why)}.`;
    if (this.#losses.isOfNodeAlone(node))
      return this.#recordFailed({ node, body, leftOut, reason });
    throw new Unavailable(
      'site-unreachable',
      refused === 'key'
        ? `${reason} Resume the restore later.`
        : `The destination repeatedly didn't answer when objects were created${inBrackets(why)}. Resume the restore when it's available again.`,
    );
  }
}

const inBrackets = (why: string | undefined): string => (why === undefined ? '' : ` (${why})`);
