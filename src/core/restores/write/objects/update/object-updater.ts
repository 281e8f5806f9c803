import { runParallel, writingPace } from '../../../../assets/reading/run-parallel.ts';
import { Unanswered } from '../../../../assets/ports/pages/unanswered.ts';
import { WriteRefused } from '../../../../assets/ports/write-refused.ts';
import type { ObjectDifferences } from '../../../objects/object-differences.ts';
import type { LeftOut, RestoreLine } from '../../../report/restore-line.ts';
import { UnansweredUpdates } from './unanswered-updates.ts';
import { readWishes } from './read-wishes.ts';
import { UniqueParking } from './unique-parking.ts';
import { WishOrder } from '../../unique/wish-order.ts';
import { Bodies } from '../bodies.ts';
import { awaitIndex } from '../settle/index-barrier.ts';
import { unlessEmpty, type ObjectWriting } from '../object-writing.ts';
import { prepareUpdate, type Update } from './prepare-update.ts';

const GONE = 'The object no longer exists.';

/** An object whose unique value is taken by another one; it may become free. */
interface Waiting {
  attributes: string[];
  leftOut: LeftOut[];
  /** Its key, if something else of it was written. */
  key: string | undefined;
  /** What is reported if it never becomes free. */
  line: RestoreLine | undefined;
}

/** Objects to write, one after the other. */
interface UpdateQueue {
  /** Undefined when none can be written before another one is. */
  take(): number | undefined;
  /** What `take` will give next. */
  peek(count: number): number[];
  /** The site has answered. */
  settle?(node: number): void;
}

/**
 * Writes what differs in existing objects: references that close cycles, and values of objects from
 * before the run.
 */
export class ObjectUpdater {
  readonly #writing: ObjectWriting;
  readonly #differences: ObjectDifferences;
  /** By node. */
  readonly #waiting = new Map<number, Waiting>();
  /** Keys of objects that were written and are written once more, by node. */
  readonly #written = new Map<number, string>();
  /** By node: what is written when all objects are there. */
  readonly #references = new Map<number, readonly string[]>();
  readonly #unanswered = new UnansweredUpdates();

  /** `updated`: what was written before an interruption, the backup's id → the key there. */
  constructor(
    writing: ObjectWriting,
    differences: ObjectDifferences,
    updated: ReadonlyMap<string, string>,
  ) {
    const { graph } = writing.parts.context.source;
    this.#writing = writing;
    this.#differences = differences;
    for (const [id, key] of updated) this.#written.set(graph.nodeOf(id), key);
  }

  /**
   * Writes the attributes that differ. A unique value that is taken by another object is tried
   * again once that one gave it up: values may move along a chain of objects. What the site never
   * answers is left out where it takes others. @throws Unanswered if it takes none
   */
  async update(): Promise<void> {
    await this.#updateAll(listed(this.#nodesWhere((attributes) => attributes.length > 0)));
    await this.#updateWaiting();
    await this.#noteWaiting();
    await this.#updateUnanswered();
  }

  /**
   * Before objects are created: those that are to get another unique value give up theirs, for a
   * new object may need it. Of these objects everything is written but references, which may lead
   * to new ones.
   */
  async freeUniqueValues(): Promise<void> {
    const { unique, references } = this.#writing.roles;
    const isFreed = (id: string): boolean => unique.has(id) && !references.has(id);
    const nodes = this.#nodesWhere((attributes) => attributes.some(isFreed));
    const before = new Map(nodes.map((node) => [node, this.#differences.of(node)]));
    for (const [node, all] of before) {
      const isReference = (id: string): boolean => references.has(id);
      this.#references.set(node, all.filter(isReference));
      this.#differences.note(
        node,
        all.filter((id) => !isReference(id)),
      );
    }
    await this.#updateAll(listed(nodes));
    await this.#updateWaiting();
    for (const [node, all] of before) {
      const isOpen = this.#unanswered.isToTryAgain(node);
      const left = [...(this.#references.get(node) ?? []), ...this.#takeWaiting(node)];
      this.#differences.note(node, isOpen ? all : left);
    }
    this.#references.clear();
  }

  #nodesWhere(isMeant: (attributes: readonly string[]) => boolean): number[] {
    const { graph } = this.#writing.parts.context.source;
    const nodes: number[] = [];
    for (let node = 0; node < graph.size; node += 1)
      if (isMeant(this.#differences.of(node))) nodes.push(node);
    return nodes;
  }

  /** When the site answers something else: it may have been down. @throws Unavailable if it is */
  async #updateUnanswered(): Promise<void> {
    const nodes = this.#unanswered.beginLastTry();
    if (nodes.length === 0) return;
    const { attempt, route } = this.#writing.parts;
    await attempt.parts.target.schema(route.targetSchemaId, attempt.signal);
    await this.#updateAll(listed(nodes));
  }

  /** Holders of wanted values first, then those that wait for each other. */
  async #updateWaiting(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const order = new WishOrder(await readWishes(this.#writing, this.#waiting));
    const parking = new UniqueParking(this.#writing, order);
    do await this.#updateInOrder(order);
    while (this.#waiting.size > 0 && (await parking.park()));
    await parking.putBack();
  }

  /** The last time when the search shows all that was written: it may be what occupies a value. */
  async #updateInOrder(order: WishOrder): Promise<void> {
    const queue: UpdateQueue = {
      peek: (count) => order.peek(count),
      take: () => {
        const node = order.take();
        if (node !== undefined) this.#differences.note(node, this.#takeWaiting(node));
        return node;
      },
      settle: (node) => {
        if (this.#unanswered.isToTryAgain(node)) order.giveUp(node);
        else order.settle(node, this.#waiting.get(node)?.attributes ?? []);
      },
    };
    await this.#updateAll(queue);
    while (order.isInDoubt) {
      await this.#awaitIndex();
      order.tryDoubtful();
      await this.#updateAll(queue);
    }
  }

  #awaitIndex(): Promise<void> {
    const { clock } = this.#writing.parts.attempt.parts;
    return awaitIndex(clock.monotonicMs(), this.#writing.settling());
  }

  /** It is written once more. Returns the attributes that it waits for. */
  #takeWaiting(node: number): string[] {
    const waiting = this.#waiting.get(node);
    if (!waiting) return [];
    this.#waiting.delete(node);
    this.#keepForNext(node, waiting);
    return waiting.attributes;
  }

  /** Lines of objects that wait in vain. */
  async #noteWaiting(): Promise<void> {
    for (const { line } of this.#waiting.values()) {
      if (line) await this.#writing.lines.add(line);
      this.#writing.advance();
    }
    this.#waiting.clear();
    await this.#writing.lines.flush();
  }

  async #updateAll(queue: UpdateQueue): Promise<void> {
    const { attempt, context } = this.#writing.parts;
    const ahead = (count: number): number[] => queue.peek(count);
    const bodies = new Bodies(attempt.parts.reader, context.source.graph, ahead);
    const takeNext = () => {
      const node = queue.take();
      if (node === undefined) return null;
      return async (signal: AbortSignal) => {
        const line = await this.#updateOne(node, bodies, signal);
        return { node, line };
      };
    };
    try {
      for await (const { node, line } of runParallel(takeNext, writingPace(attempt.parts.pace))) {
        if (line) await this.#writing.lines.add(line);
        if (!this.#waiting.has(node)) this.#writing.advance();
        queue.settle?.(node);
        await attempt.saveIfDue();
      }
    } finally {
      await this.#writing.lines.flush();
    }
  }

  /** The line of the object; undefined when there is no more to say than the line it has. */
  async #updateOne(
    node: number,
    bodies: Bodies,
    signal: AbortSignal,
  ): Promise<RestoreLine | undefined> {
    const update = prepareUpdate(this.#writing, this.#differences, node, await bodies.take(node));
    const sentKey = await this.#send(update, signal);
    const key = sentKey ?? this.#written.get(node);
    this.#written.delete(node);
    if (this.#unanswered.isToTryAgain(node)) {
      if (key !== undefined) this.#written.set(node, key);
      return undefined;
    }
    const line = this.#line(update, key);
    const { leftOut, occupied, otherLeftOut } = update.sent;
    if (occupied.size > 0 && !this.#unanswered.isLastTry) {
      this.#waiting.set(node, { attributes: [...occupied], leftOut: otherLeftOut, key, line });
      return sentKey === undefined ? undefined : line;
    }
    // The next line of the object takes the place of this one.
    const isWrittenAgain = (this.#references.get(node) ?? []).length > 0;
    if (isWrittenAgain) this.#keepForNext(node, { key, leftOut });
    return line;
  }

  /** For when the object is written once more. */
  #keepForNext(node: number, { key, leftOut }: Pick<Waiting, 'key' | 'leftOut'>): void {
    if (key !== undefined) this.#written.set(node, key);
    this.#writing.keepLeftOut(this.#writing.parts.context.source.graph.idOf(node), leftOut);
  }

  /** Sends what the site takes. Returns the object's key when something was written. */
  async #send(update: Update, signal: AbortSignal): Promise<string | undefined> {
    const { body, targetId, sent } = update;
    const { attempt } = this.#writing.parts;
    const typeId = this.#writing.targetTypeOf(body.typeId);
    let written: string | undefined;
    while (!sent.isEmpty) {
      await attempt.assertHeld();
      try {
        const input = { typeId, values: sent.values };
        const { key } = await attempt.parts.target.updateObject(targetId, input, signal);
        attempt.countObjectWrite();
        written = key;
        this.#unanswered.noteTaken();
        sent.noteTaken();
      } catch (error) {
        if (error instanceof Unanswered) {
          this.#noteUnanswered(update, error);
          return written;
        }
        if (error instanceof WriteRefused) sent.takeOut(error);
        else if (await attempt.isThingGone(error)) sent.leaveOutRest(GONE);
        else throw error;
      }
    }
    return written;
  }

  /** @throws `error` if it's the site, and not the object, that doesn't answer */
  #noteUnanswered({ node, body, leftOut, sent }: Update, error: Unanswered): void {
    this.#unanswered.add(node, error);
    if (this.#unanswered.isLastTry)
      sent.leaveOutRest(`${error.why} (each time the object was updated)`);
    else this.#writing.keepLeftOut(body.id, leftOut);
  }

  /** `key`: of an object of which something was written. */
  #line({ body, targetId, isOwn, sent }: Update, key: string | undefined): RestoreLine | undefined {
    const isWritten = key !== undefined;
    if (isOwn && !isWritten && sent.leftOut.length === 0) return undefined;
    const ofOther = isWritten ? 'updated' : 'left';
    return {
      ...this.#writing.line(body),
      outcome: isOwn ? 'created' : ofOther,
      targetId,
      targetKey: key,
      leftOut: unlessEmpty(sent.leftOut),
    };
  }
}

function listed(nodes: readonly number[]): UpdateQueue {
  let next = 0;
  return {
    take: () => {
      const node = nodes[next];
      next += 1;
      return node;
    },
    peek: (count) => nodes.slice(next, next + count),
  };
}
