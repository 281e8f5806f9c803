import { runParallel } from '../../assets/reading/run-parallel.ts';
import { Unavailable } from '../../kernel/errors.ts';
import type { AssetsObject } from '../../assets/model/assets-object.ts';
import type { WrittenObject } from '../../assets/ports/assets-writer.ts';
import { OutcomeUnknown } from '../../assets/ports/outcome-unknown.ts';
import { WriteRefused } from '../../assets/ports/write-refused.ts';
import { CreationQueue } from '../objects/creation-queue.ts';
import { sameValues, writtenForm } from '../../compare/compare-values.ts';
import { mapValues } from '../values/map-values.ts';
import type { SnapshotObject } from '../../compare/snapshot.ts';
import type { ObjectDifferences } from '../objects/object-differences.ts';
import type { LeftOut } from '../report/restore-lines.ts';
import { Bodies } from './bodies.ts';
import { Intents } from './intents.ts';
import { together, type ObjectWriting } from './object-writing.ts';
import { withoutLeftOut } from './refused-values.ts';
import { settleUnknown, type Unknown } from './settle-unknown.ts';

/** So many objects are noted at once as about to be created. */
const INTENDED = 200;
/** So often an object is sent again whose answer was lost, before the site counts as down. */
const LOST_MOST = 6;
/** So many lost answers are looked for together: a site that loses all of them is not sent everything. */
const PARKED_MOST = 200;

type Settled = { node: number; body: SnapshotObject; leftOut: LeftOut[] } & (
  | { created: WrittenObject; later: string[]; sentAtMs: number }
  | { failed: string }
  | { unknown: Unknown; refusedAsDouble: boolean; later: string[] }
);

/** Creates objects: each once, after all that it names, as many side by side as the site takes. */
export class ObjectCreator {
  readonly #writing: ObjectWriting;
  /** How often the answer to a node's create was lost. */
  readonly #lost: Uint8Array;
  /** Nodes that may be there though nobody knows: a value that is taken may be their own. 2: looked for, and the value is somebody else's. */
  readonly #doubtful: Uint8Array;
  /** What is to be written a second time; undefined while an interrupted attempt is settled, whose objects are compared after that. */
  #differences: ObjectDifferences | undefined;

  constructor(writing: ObjectWriting) {
    const { size } = writing.options.context.source.graph;
    this.#writing = writing;
    this.#lost = new Uint8Array(size);
    this.#doubtful = new Uint8Array(size);
  }

  /** What was sent by an interrupted attempt, and nobody knows what became of it: found ones are matched. `leftOut`: what the site had refused of them, by the backup's id. */
  async settleInterrupted(nodes: number[], leftOut: ReadonlyMap<string, LeftOut[]>): Promise<void> {
    const { objects, reader, clock } = this.#writing.options;
    const { graph } = this.#writing.options.context.source;
    const open = nodes.filter((node) => !objects.has(node));
    if (open.length === 0) return;
    this.#rememberOwn();
    let at = 0;
    const bodies = new Bodies(reader, graph, (count) => open.slice(at, at + count));
    const unknown: Unknown[] = [];
    const read = new Map<
      number,
      {
        body: SnapshotObject;
        values: Record<string, string[]>;
        leftOut: LeftOut[];
        later: string[];
      }
    >();
    for (const node of open) {
      at += 1;
      this.#doubtful[node] = 1;
      const body = await bodies.take(node);
      const payload = this.#payload(body);
      const refused = leftOut.get(body.id) ?? [];
      const values = withoutLeftOut(payload.values, refused, (id) => this.#writing.nameOf(id));
      const { taken, others } = this.#writing.takenOf(this.#writing.kinds.unique, refused);
      read.set(node, {
        body,
        values,
        leftOut: together(payload.leftOut, others),
        later: [
          ...payload.later,
          ...taken.filter((id) => payload.values[id] !== undefined && values[id] === undefined),
        ],
      });
      unknown.push(
        this.#asUnknown(node, body, { values, later: payload.later }, clock.monotonicMs()),
      );
    }
    for (const [node, found] of await settleUnknown(unknown, this.#writing.settling())) {
      const { body, ...sent } = read.get(node)!;
      await this.#found(node, body, found, sent);
    }
    await this.#writing.lines.flush();
  }

  /** Creates every object that has no counterpart. @throws Refused, Unavailable; what was done stands in the lines */
  async create(closing: Uint8Array, differences: ObjectDifferences): Promise<void> {
    this.#differences = differences;
    const { graph } = this.#writing.options.context.source;
    const { objects, pace, restores, route, reader } = this.#writing.options;
    const queue = new CreationQueue(graph, closing, (node) => objects.has(node));
    const bodies = new Bodies(reader, graph, (count) => queue.peek(count));
    const intents = new Intents(
      graph.size,
      () => queue.peek(INTENDED),
      (nodes) =>
        restores.intend(
          route,
          nodes.map((node) => graph.idOf(node)),
        ),
    );
    const parked: Extract<Settled, { unknown: Unknown }>[] = [];
    const next = () => {
      const node = parked.length < PARKED_MOST ? queue.take() : undefined;
      return node === undefined
        ? null
        : (signal: AbortSignal) => this.#createOne(node, { bodies, intents }, signal);
    };
    for (;;) {
      try {
        for await (const settled of runParallel(next, pace)) {
          if ('unknown' in settled) parked.push(settled);
          else await this.#took(settled, queue);
          await this.#writing.options.between();
        }
      } finally {
        await this.#writing.lines.flush();
      }
      if (parked.length === 0) return;
      await this.#unpark(parked.splice(0), queue);
    }
  }

  async #createOne(
    node: number,
    { bodies, intents }: { bodies: Bodies; intents: Intents },
    signal: AbortSignal,
  ): Promise<Settled> {
    const { target, clock, restores, route } = this.#writing.options;
    const body = await bodies.take(node);
    await intents.cover(node);
    let { values, leftOut, later } = this.#payload(body);
    const lost = (refusedAsDouble: boolean): Settled => ({
      node,
      body,
      leftOut,
      later,
      refusedAsDouble,
      unknown: this.#asUnknown(node, body, { values, later }, clock.monotonicMs()),
    });
    for (let refusals = 0; ; refusals += 1) {
      await this.#writing.options.stillHeld();
      const sentAtMs = clock.monotonicMs();
      try {
        const created = await target.createObject(
          { typeId: this.#writing.options.types.get(body.typeId)!, values },
          signal,
        );
        this.#writing.options.onWrite(true);
        return { node, body, leftOut, created, later, sentAtMs };
      } catch (error) {
        if (error instanceof OutcomeUnknown) return lost(false);
        if (!(error instanceof WriteRefused)) throw error;
        if (this.#mayBeItself(node, body, error)) return lost(true);
        const rest = this.#writing.withoutRefused(values, error, refusals);
        if (!rest)
          return {
            node,
            body,
            leftOut,
            failed: `The destination refused the object: ${error.message}`,
          };
        values = rest.values;
        const { taken, others } = this.#writing.taken(error, rest.leftOut);
        later = [...later, ...taken];
        await restores.note(route, [
          {
            ...this.#writing.line(body),
            outcome: 'failed',
            reason: 'The restore was interrupted while this object was written.',
            leftOut: [...leftOut, ...rest.leftOut],
          },
        ]); // else a successor would not know what was sent
        leftOut = [...leftOut, ...others];
      }
    }
  }

  /** Whether a unique value may be refused because the object is there already: its create was done, and nobody knows. */
  #mayBeItself(node: number, { typeId }: SnapshotObject, { fields }: WriteRefused): boolean {
    const key = this.#writing.options.keyOf(typeId);
    if (key?.unique && fields[key.attributeId] !== undefined) return true;
    return (
      this.#doubtful[node] === 1 &&
      Object.keys(fields).some((id) => this.#writing.kinds.unique.has(id))
    );
  }

  async #took(
    settled: Exclude<Settled, { unknown: Unknown }>,
    queue: CreationQueue,
  ): Promise<void> {
    const { node, body, leftOut } = settled;
    if ('created' in settled) {
      await this.#created(node, body, settled.created, leftOut, settled.later);
      this.#writing.lastWrite = this.#writing.known(
        settled.created.id,
        body.typeId,
        settled.sentAtMs,
      );
    } else {
      this.#writing.failed[node] = 1;
      await this.#writing.lines.add({
        ...this.#writing.line(body),
        outcome: 'failed',
        reason: settled.failed,
        ...(leftOut.length > 0 ? { leftOut } : {}),
      });
      this.#writing.progress();
    }
    queue.settled(node);
  }

  async #created(
    node: number,
    body: SnapshotObject,
    { id, key }: WrittenObject,
    leftOut: LeftOut[],
    later: string[],
  ): Promise<void> {
    this.#writing.options.objects.match(node, id, true);
    this.#differences?.note(node, later);
    if (later.length > 0 && leftOut.length > 0) this.#writing.leftOut.set(body.id, leftOut);
    await this.#writing.lines.add({
      ...this.#writing.line(body),
      outcome: 'created',
      targetId: id,
      targetKey: key,
      ...(leftOut.length > 0 ? { leftOut } : {}),
    });
    this.#writing.progress();
  }

  /** An object whose create had no answer. It may be another's equal twin: then its references are set anew. */
  async #found(
    node: number,
    body: SnapshotObject,
    { id, key, values: there }: AssetsObject,
    sent: { values: Record<string, string[]>; leftOut: LeftOut[]; later: string[] },
  ): Promise<void> {
    const differing = [...this.#writing.kinds.references].filter(
      (each) =>
        (sent.values[each] ?? there[each]) !== undefined &&
        !sameValues(sent.values[each] ?? [], (there[each] ?? []).map(writtenForm)),
    );
    await this.#created(node, body, { id, key }, sent.leftOut, [
      ...new Set([...sent.later, ...differing]),
    ]);
  }

  /** Lost answers, all at once: what is there is taken, what is not is sent again. */
  async #unpark(
    parked: Extract<Settled, { unknown: Unknown }>[],
    queue: CreationQueue,
  ): Promise<void> {
    const { meter } = this.#writing.options;
    meter.set({ step: 'Looking for objects whose answer was lost' });
    const found = await settleUnknown(
      parked.map(({ unknown }) => unknown),
      this.#writing.settling(),
    );
    for (const { node, body, leftOut, later, refusedAsDouble, unknown } of parked) {
      const created = found.get(node);
      if (created) {
        await this.#found(node, body, created, { values: unknown.values, leftOut, later });
        queue.settled(node);
        continue;
      }
      const key = this.#writing.options.keyOf(body.typeId)?.unique === true;
      this.#doubtful[node] = refusedAsDouble && !key ? 2 : 1;
      this.#lost[node]! += 1;
      if (this.#lost[node]! >= LOST_MOST)
        throw new Unavailable(
          'site-unreachable',
          refusedAsDouble
            ? `The destination says that an object with the old key ${body.key} is there, but does not show it. Let the restore go on later.`
            : 'The destination did not answer creates again and again. Let the restore go on when it does.',
        );
      queue.again(node);
    }
    await this.#writing.lines.flush();
    meter.set({ step: 'Writing objects' });
  }

  /** What is sent for a new object: its values, and its old key. */
  #payload(body: SnapshotObject): {
    values: Record<string, string[]>;
    leftOut: LeftOut[];
    later: string[];
  } {
    const { values, leftOut, later } = mapValues(body.values, this.#writing.maps);
    const key = this.#writing.options.keyOf(body.typeId);
    return { values: key ? { ...values, [key.attributeId]: [body.key] } : values, leftOut, later };
  }

  #asUnknown(
    node: number,
    body: SnapshotObject,
    { values, later }: { values: Record<string, string[]>; later: string[] },
    endedAtMs: number,
  ): Unknown {
    const key = this.#writing.options.keyOf(body.typeId);
    return {
      node,
      typeId: this.#writing.options.types.get(body.typeId)!,
      values,
      open: later,
      endedAtMs,
      ...(key?.unique ? { key: { ...key, value: body.key } } : {}),
    };
  }

  /** After an interruption: some object that this run made, to see by it how far the search is. */
  #rememberOwn(): void {
    const { objects, context } = this.#writing.options;
    const { graph } = context.source;
    for (let node = 0; node < graph.size && !this.#writing.lastWrite; node += 1)
      if (objects.isOwn(node))
        this.#writing.lastWrite = this.#writing.known(
          objects.targetOf(node)!,
          graph.typeOf(node),
          -Infinity,
        );
  }
}
