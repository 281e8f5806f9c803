import { runParallel } from '../../assets/reading/run-parallel.ts';
import { WriteRefused } from '../../assets/ports/write-refused.ts';
import { mapValues } from '../values/map-values.ts';
import { objectOf } from '../../compare/object-of.ts';
import type { SnapshotObject } from '../../compare/snapshot.ts';
import type { ObjectDifferences } from '../objects/object-differences.ts';
import type { LeftOut, RestoreLine } from '../report/restore-lines.ts';
import { Bodies } from './bodies.ts';
import { indexCaughtUp } from './index-barrier.ts';
import { together, type ObjectWriting } from './object-writing.ts';

/** Writes what differs of objects that are there: references that close cycles, and values of objects that were there before. */
export class ObjectUpdater {
  readonly #writing: ObjectWriting;
  readonly #differences: ObjectDifferences;
  /** Nodes with unique values that somebody has by now, and what else was left out of them; and those of them that were changed all the same. */
  readonly #wandering = new Map<number, { attributes: string[]; leftOut: LeftOut[] }>();
  readonly #rewritten = new Set<number>();

  constructor(writing: ObjectWriting, differences: ObjectDifferences) {
    this.#writing = writing;
    this.#differences = differences;
  }

  /**
   * Writes the attributes that differ: references that close cycles, and values of objects that were there before. A unique value that was taken
   * is tried again as long as others become free: it may have wandered from one object to the next.
   */
  async update(): Promise<void> {
    const { graph } = this.#writing.options.context.source;
    const nodes: number[] = [];
    for (let node = 0; node < graph.size; node += 1)
      if (this.#differences.of(node).length > 0) nodes.push(node);
    await this.#updateAll(nodes);
    for (let [before, waited] = [Infinity, false]; this.#wandering.size > 0;) {
      const isStuck = this.#wandering.size >= before;
      if (isStuck && waited) return;
      if (isStuck)
        await indexCaughtUp(this.#writing.options.clock.monotonicMs(), this.#writing.settling()); // what became free may be taken for the index alone
      waited = isStuck;
      before = this.#wandering.size;
      const open = [...this.#wandering];
      this.#wandering.clear();
      for (const [node, { attributes }] of open) this.#differences.note(node, attributes);
      for (const [node, { leftOut }] of open) this.#writing.leftOut.set(graph.idOf(node), leftOut);
      await this.#updateAll(open.map(([node]) => node));
    }
  }

  /** Objects that were there and are left as they are: they stand in the report and in the id map, too. `but`: those of which the report tells already. */
  async noteLeft(but: ReadonlySet<string>): Promise<void> {
    const { context, objects, reader, pace } = this.#writing.options;
    const { graph, structure } = context.source;
    if (objects.matched === 0) return;
    for (const { id: type } of structure.types)
      for await (const record of reader.records({ kind: 'object', type, signal: pace.signal })) {
        const body = objectOf(record);
        const node = graph.nodeOf(body.id);
        const targetId = node < 0 ? undefined : objects.targetOf(node);
        if (
          targetId === undefined ||
          but.has(body.id) ||
          objects.isOwn(node) ||
          this.#differences.of(node).length > 0
        )
          continue;
        const leftOut =
          this.#differences.standingOf(node) === undefined
            ? []
            : this.#lacking(node, mapValues(body.values, this.#writing.maps).leftOut);
        await this.#writing.lines.add({
          ...this.#writing.line(body),
          outcome: 'left',
          targetId,
          ...(leftOut.length > 0 ? { leftOut } : {}),
        });
      }
    await this.#writing.lines.flush();
  }

  async #updateAll(nodes: number[]): Promise<void> {
    const { context, pace, reader } = this.#writing.options;
    const { graph } = context.source;
    let at = 0;
    const bodies = new Bodies(reader, graph, (count) => nodes.slice(at, at + count));
    const next = () => {
      const node = nodes[at];
      if (node === undefined) return null;
      at += 1;
      return (signal: AbortSignal) => this.#updateOne(node, bodies, signal);
    };
    try {
      for await (const line of runParallel(next, pace)) {
        if (line) await this.#writing.lines.add(line);
        this.#writing.progress();
        await this.#writing.options.between();
      }
    } finally {
      await this.#writing.lines.flush();
    }
  }

  async #updateOne(
    node: number,
    bodies: Bodies,
    signal: AbortSignal,
  ): Promise<RestoreLine | undefined> {
    const { target, objects, types } = this.#writing.options;
    const body = await bodies.take(node);
    const id = objects.targetOf(node)!;
    const own = objects.isOwn(node);
    const mapped = mapValues(body.values, this.#writing.maps);
    let leftOut = together(
      this.#writing.leftOut.get(body.id) ?? [],
      own ? mapped.leftOut : this.#lacking(node, mapped.leftOut),
    );
    this.#writing.leftOut.delete(body.id);
    const isEmpty = (attribute: string): boolean => !own && !this.#hasValues(body, attribute); // else none of its values can be written, and what stands there stays
    let values = Object.fromEntries(
      this.#differences
        .of(node)
        .filter((attribute) => mapped.values[attribute] !== undefined || isEmpty(attribute))
        .map((attribute) => [attribute, mapped.values[attribute] ?? []]),
    );
    const outcome = own ? ('created' as const) : ('updated' as const);
    const isWritten = this.#rewritten.delete(node);
    const open = new Set<string>();
    const others = [...leftOut];
    const wanders = (written: boolean): void => {
      if (open.size === 0) return;
      this.#wandering.set(node, { attributes: [...open], leftOut: others });
      if (written) this.#rewritten.add(node);
    };
    for (let refusals = 0; Object.keys(values).length > 0; refusals += 1) {
      await this.#writing.options.stillHeld();
      try {
        const { key } = await target.updateObject(
          id,
          { typeId: types.get(body.typeId)!, values },
          signal,
        );
        this.#writing.options.onWrite(true);
        wanders(true);
        return {
          ...this.#writing.line(body),
          outcome,
          targetId: id,
          targetKey: key,
          ...(leftOut.length > 0 ? { leftOut } : {}),
        };
      } catch (error) {
        if (!(error instanceof WriteRefused)) throw error;
        const rest = this.#writing.withoutRefused(values, error, refusals);
        if (!rest)
          return {
            ...this.#writing.line(body),
            outcome: own ? 'created' : 'failed',
            targetId: id,
            reason: `The destination refused the values: ${error.message}`,
            ...(leftOut.length > 0 ? { leftOut } : {}),
          };
        values = rest.values;
        leftOut = [...leftOut, ...rest.leftOut];
        const known = this.#writing.taken(error, rest.leftOut);
        for (const attribute of known.taken) open.add(attribute);
        others.push(...known.others);
      }
    }
    wanders(isWritten);
    return leftOut.length > 0 || !own
      ? {
          ...this.#writing.line(body),
          outcome: own ? 'created' : isWritten ? 'updated' : 'left',
          targetId: id,
          ...(leftOut.length > 0 ? { leftOut } : {}),
        }
      : undefined;
  }

  /** Of what cannot be written to an object that was there: what does not stand there either. */
  #lacking(node: number, leftOut: LeftOut[]): LeftOut[] {
    const standing = this.#differences.standingOf(node) ?? [];
    return leftOut.filter(({ attribute }) => !standing.includes(attribute));
  }

  #hasValues({ values }: SnapshotObject, targetId: string): boolean {
    return Object.entries(values).some(([sourceId, list]) => {
      const to = this.#writing.options.attributes.get(sourceId);
      return list.length > 0 && to !== undefined && 'id' in to && to.id === targetId;
    });
  }
}
