import { parallel } from '../../assets/reading/parallel.ts';
import { WriteRefused } from '../../assets/ports/write-refused.ts';
import { mapValues } from '../values/map-values.ts';
import { objectBody, type ObjectBody } from '../../compare/object-body.ts';
import type { LeftOut, RestoreLine } from '../report/restore-lines.ts';
import { Bodies } from './bodies.ts';
import { indexCaughtUp } from './index-barrier.ts';
import { together, type ObjectWriting } from './object-writing.ts';

/** Writes what differs of objects that are there: references that close cycles, and values of objects that were there before. */
export class ObjectUpdater {
  readonly #writing: ObjectWriting;
  /** Nodes with unique values that somebody has by now, and what else was left out of them; and those of them that were changed all the same. */
  readonly #wandering = new Map<number, { attributes: string[]; leftOut: LeftOut[] }>();
  readonly #rewritten = new Set<number>();

  constructor(writing: ObjectWriting) {
    this.#writing = writing;
  }

  /** What an interrupted attempt has left out of this object. Returns that without the unique values that somebody had: they are tried again. */
  remember(sourceId: string, leftOut: LeftOut[]): LeftOut[] {
    const { others } = this.#writing.takenOf(this.#writing.kinds.unique, leftOut);
    this.#writing.leftOut.set(sourceId, others);
    return others;
  }

  /**
   * Writes the attributes that `matches` says differ: references that close cycles, and values of objects that were there before. A unique value that was taken
   * is tried again as long as others become free: it may have wandered from one object to the next.
   */
  async update(): Promise<void> {
    const { site } = this.#writing.options;
    const nodes: number[] = [];
    for (let node = 0; node < site.graph.size; node += 1)
      if (site.matches.differencesOf(node).length > 0) nodes.push(node);
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
      for (const [node, { attributes }] of open) site.matches.differs(node, attributes);
      for (const [node, { leftOut }] of open)
        this.#writing.leftOut.set(site.graph.idOf(node), leftOut);
      await this.#updateAll(open.map(([node]) => node));
    }
  }

  /** Objects that were there and are left as they are: they stand in the report and in the id map, too. `but`: those of which the report tells already. */
  async noteLeft(but: ReadonlySet<string>): Promise<void> {
    const { site, reader, pace } = this.#writing.options;
    if (site.matches.matched === 0) return;
    for (const { id: type } of site.source.types)
      for await (const record of reader.records({ kind: 'object', type, signal: pace.signal })) {
        const body = objectBody(record);
        const node = site.graph.nodeOf(body.id);
        const targetId = node < 0 ? undefined : site.matches.targetOf(node);
        if (
          targetId === undefined ||
          but.has(body.id) ||
          site.matches.isOwn(node) ||
          site.matches.differencesOf(node).length > 0
        )
          continue;
        const leftOut =
          site.matches.standingOf(node) === undefined
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
    const { site, pace, reader } = this.#writing.options;
    let at = 0;
    const bodies = new Bodies(reader, site.graph, (count) => nodes.slice(at, at + count));
    const next = () => {
      const node = nodes[at];
      if (node === undefined) return null;
      at += 1;
      return (signal: AbortSignal) => this.#updateOne(node, bodies, signal);
    };
    try {
      for await (const line of parallel(next, pace)) {
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
    const { target, site, types } = this.#writing.options;
    const body = await bodies.take(node);
    const id = site.matches.targetOf(node)!;
    const own = site.matches.isOwn(node);
    const mapped = mapValues(body.values, this.#writing.maps);
    let leftOut = together(
      this.#writing.leftOut.get(body.id) ?? [],
      own ? mapped.leftOut : this.#lacking(node, mapped.leftOut),
    );
    this.#writing.leftOut.delete(body.id);
    const isEmpty = (attribute: string): boolean => !own && !this.#hasValues(body, attribute); // else none of its values can be written, and what stands there stays
    let values = Object.fromEntries(
      site.matches
        .differencesOf(node)
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
    const standing = this.#writing.options.site.matches.standingOf(node) ?? [];
    return leftOut.filter(({ attribute }) => !standing.includes(attribute));
  }

  #hasValues({ values }: ObjectBody, targetId: string): boolean {
    return Object.entries(values).some(([sourceId, list]) => {
      const to = this.#writing.options.attributes.get(sourceId);
      return list.length > 0 && to !== undefined && 'id' in to && to.id === targetId;
    });
  }
}
