import { runParallel, writingPace } from '../../../../assets/reading/run-parallel.ts';
import { Unanswered } from '../../../../assets/ports/pages/unanswered.ts';
import { WriteRefused } from '../../../../assets/ports/write-refused.ts';
import type { ObjectDifferences } from '../../../objects/object-differences.ts';
import type { LeftOut, RestoreLine } from '../../../report/restore-line.ts';
import { UnansweredUpdates } from './unanswered-updates.ts';
import { UniqueParking } from './unique-parking.ts';
import { Bodies } from '../bodies.ts';
import { awaitIndex } from '../settle/index-barrier.ts';
import { unlessEmpty, type ObjectWriting } from '../object-writing.ts';
import { prepareUpdate, type Update } from './prepare-update.ts';

const GONE = 'The object no longer exists.';

/** An object whose unique value is taken by another one; it may become free. */
interface Waiting {
  attributes: string[];
  leftOut: LeftOut[];
  /** Whether something else of it was written. */
  isWritten: boolean;
}

/**
 * Writes what differs in existing objects: references that close cycles, and values of objects from
 * before the run.
 */
export class ObjectUpdater {
  readonly #writing: ObjectWriting;
  readonly #differences: ObjectDifferences;
  /** By node. */
  #waiting = new Map<number, Waiting>();
  /** Nodes that were written and are written once more. */
  readonly #written = new Set<number>();
  /** By node: what is written when all objects are there. */
  readonly #references = new Map<number, readonly string[]>();
  readonly #unanswered = new UnansweredUpdates();

  constructor(writing: ObjectWriting, differences: ObjectDifferences) {
    this.#writing = writing;
    this.#differences = differences;
  }

  /**
   * Writes the attributes that differ. A unique value that is taken by another object is tried
   * again as long as others become free: values may move along a chain of objects. What the site
   * never answers is left out where it takes others. @throws Unanswered if it takes none
   */
  async update(): Promise<void> {
    await this.#updateAll(this.#nodesWhere((attributes) => attributes.length > 0));
    await this.#updateWaiting();
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
    await this.#updateAll(nodes);
    await this.#updateWaiting();
    for (const [node, all] of before) {
      const isOpen = this.#unanswered.isToTryAgain(node);
      this.#differences.note(node, isOpen ? all : (this.#references.get(node) ?? []));
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
    await this.#updateAll(nodes);
  }

  /**
   * Once more as long as fewer wait than before; the last time when the search shows what was
   * written, for a value may be occupied in the index alone. Then those that wait for each other.
   */
  async #updateWaiting(): Promise<void> {
    const parking = new UniqueParking(this.#writing);
    do await this.#updateWhileFewer();
    while (this.#waiting.size > 0 && (await parking.park(this.#waiting)));
    await parking.putBack(this.#waiting);
  }

  async #updateWhileFewer(): Promise<void> {
    let waitedBefore = Infinity;
    let isIndexCurrent = false;
    while (this.#waiting.size > 0) {
      const isStuck = this.#waiting.size >= waitedBefore;
      if (isStuck && isIndexCurrent) return;
      if (isStuck) await this.#awaitIndex();
      isIndexCurrent = isStuck;
      waitedBefore = this.#waiting.size;
      await this.#updateAll(this.#takeWaiting());
    }
  }

  #awaitIndex(): Promise<void> {
    const { clock } = this.#writing.parts.attempt.parts;
    return awaitIndex(clock.monotonicMs(), this.#writing.settling());
  }

  #takeWaiting(): number[] {
    const { graph } = this.#writing.parts.context.source;
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [node, { attributes, leftOut, isWritten }] of waiting) {
      this.#differences.note(node, attributes);
      this.#writing.keepLeftOut(graph.idOf(node), leftOut);
      if (isWritten) this.#written.add(node);
    }
    return [...waiting.keys()];
  }

  async #updateAll(nodes: number[]): Promise<void> {
    const { attempt, context } = this.#writing.parts;
    let next = 0;
    const ahead = (count: number): number[] => nodes.slice(next, next + count);
    const bodies = new Bodies(attempt.parts.reader, context.source.graph, ahead);
    const takeNext = () => {
      const node = nodes[next];
      if (node === undefined) return null;
      next += 1;
      return (signal: AbortSignal) => this.#updateOne(node, bodies, signal);
    };
    try {
      for await (const line of runParallel(takeNext, writingPace(attempt.parts.pace))) {
        if (line) await this.#writing.lines.add(line);
        this.#writing.advance();
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
    const wasWritten = this.#written.delete(node);
    const key = await this.#send(update, signal);
    const { isOwn, sent } = update;
    const isWritten = wasWritten || key !== undefined;
    if (this.#unanswered.isToTryAgain(node)) {
      if (isWritten) this.#written.add(node);
      return undefined;
    }
    this.#waitIfOccupied(update, isWritten);
    this.#keepForReferences(update, isWritten);
    if (!isOwn) return this.#line(update, isWritten ? 'updated' : 'left', key);
    const hasNews = key !== undefined || sent.leftOut.length > 0;
    return hasNews ? this.#line(update, 'created', key) : undefined;
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

  #waitIfOccupied({ node, sent }: Update, isWritten: boolean): void {
    if (sent.occupied.size === 0 || this.#unanswered.isLastTry) return;
    const leftOut = sent.otherLeftOut;
    this.#waiting.set(node, { attributes: [...sent.occupied], leftOut, isWritten });
  }

  /** The next line of the object takes the place of this one. */
  #keepForReferences({ node, body, sent }: Update, isWritten: boolean): void {
    if ((this.#references.get(node) ?? []).length === 0) return;
    if (isWritten) this.#written.add(node);
    this.#writing.keepLeftOut(body.id, sent.leftOut);
  }

  #line(
    { body, targetId, sent }: Update,
    outcome: RestoreLine['outcome'],
    key: string | undefined,
  ): RestoreLine {
    return {
      ...this.#writing.line(body),
      outcome,
      targetId,
      targetKey: key,
      leftOut: unlessEmpty(sent.leftOut),
    };
  }
}
