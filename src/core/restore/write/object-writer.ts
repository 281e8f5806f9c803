import { parallel, type Pace } from '../../backup/take/parallel.ts';
import type { BackupReader } from '../../backup/vault.ts';
import type { Clock } from '../../clock.ts';
import { Unavailable } from '../../errors.ts';
import type { ProgressMeter } from '../../job/progress-meter.ts';
import type { SiteObject } from '../../site/assets-site.ts';
import { OutcomeUnknown, WriteRefused, type AssetsTarget, type WrittenObject } from '../../site/assets-target.ts';
import { CreationQueue } from '../objects/creation-queue.ts';
import { mapValues, sameValues, writtenForm, type AttributeTargets, type ValueMaps } from '../objects/map-values.ts';
import { objectBody, type ObjectBody } from '../objects/object-body.ts';
import type { LeftOut, RestoreLine, RestoreRoute, RestoreStore } from '../report/restore-lines.ts';
import type { RestoreSite } from '../restore-site.ts';
import { REFERENCE } from '../structure/attribute-input.ts';
import { valueMaps } from '../value-maps.ts';
import { Bodies } from './bodies.ts';
import { indexCaughtUp, type KnownWrite } from './index-barrier.ts';
import { Intents } from './intents.ts';
import { LineWriter } from './line-writer.ts';
import { withoutLeftOut, withoutRefused } from './refused-values.ts';
import { settleUnknown, type SettleOptions, type Unknown } from './settle-unknown.ts';

const PLAIN = 0;
/** So many objects are noted at once as about to be created. */
const INTENDED = 200;
/** So often an object is sent again whose answer was lost, before the site counts as down. */
const LOST_MOST = 6;
const REFUSALS_MOST = 20;
/** So many lost answers are looked for together: a site that loses all of them is not sent everything. */
const PARKED_MOST = 200;

export interface OriginalKey { attributeId: string; attributeName: string; unique: boolean }

export interface ObjectWriterOptions {
  site: RestoreSite;
  reader: BackupReader;
  target: AssetsTarget;
  restores: RestoreStore;
  route: RestoreRoute;
  /** The backup's attribute → the one of the destination. */
  attributes: AttributeTargets;
  /** The backup's object type → the one of the destination. */
  types: ReadonlyMap<string, string>;
  /** Of the backup's type: where its objects' old keys are written. */
  keyOf: (typeId: string) => OriginalKey | undefined;
  baseline: number;
  keyset: boolean;
  settleMs: number;
  clock: Clock;
  meter: ProgressMeter;
  pace: Pace;
  /** A call has written; `object`: an object. */
  onWrite: (object: boolean) => void;
  /** Called now and then; may save a checkpoint. */
  between: () => Promise<void>;
  /** Before each create. @throws LeaseLost when another worker has the run */
  stillHeld: () => Promise<void>;
}

type Settled = { node: number; body: ObjectBody; leftOut: LeftOut[] } & ({ created: WrittenObject; later: string[]; sentAtMs: number } | { failed: string } | { unknown: Unknown; refusedAsDouble: boolean; later: string[] });

/** Writes objects: each once, after all that it names, as many side by side as the site takes; then the references that close cycles, and what differs. */
export class ObjectWriter {
  readonly #options: ObjectWriterOptions;
  readonly #lines: LineWriter;
  readonly #maps: ValueMaps;
  /** What was left out of objects that are written a second time: their line tells of both. */
  readonly #leftOut = new Map<string, LeftOut[]>();
  readonly #failed: Uint8Array;
  readonly #lost: Uint8Array;
  /** Nodes that may be there though nobody knows: a value that is taken may be their own. 2: looked for, and the value is somebody else's. */
  readonly #doubtful: Uint8Array;
  readonly #kinds: { references: Set<string>; unique: Set<string>; plain: Set<string> };
  readonly #typeNames: Map<string, string>;
  readonly #attributeNames: Map<string, string>;
  /** Nodes with unique values that somebody has by now, and what else was left out of them; and those of them that were changed all the same. */
  readonly #wandering = new Map<number, { attributes: string[]; leftOut: LeftOut[] }>();
  readonly #rewritten = new Set<number>();
  #lastWrite: KnownWrite | undefined;
  #done = 0;

  constructor(options: ObjectWriterOptions) {
    const { site, restores, route, clock, attributes } = options;
    this.#options = options;
    this.#lines = new LineWriter(restores, route, clock);
    this.#failed = new Uint8Array(site.graph.size);
    this.#lost = new Uint8Array(site.graph.size);
    this.#doubtful = new Uint8Array(site.graph.size);
    this.#kinds = kindsOf(options);
    this.#maps = valueMaps(site, attributes, (node) => this.#failed[node] === 1);
    this.#typeNames = new Map(site.source.types.map((type) => [type.id, type.name]));
    this.#attributeNames = new Map([...attributes.values()].flatMap((attribute) => ('id' in attribute ? [[attribute.id, attribute.name] as const] : [])));
  }

  /** What an interrupted attempt has left out of this object. Returns that without the unique values that somebody had: they are tried again. */
  remember(sourceId: string, leftOut: LeftOut[]): LeftOut[] {
    const { others } = this.#takenOf(this.#kinds.unique, leftOut);
    this.#leftOut.set(sourceId, others);
    return others;
  }

  /** What was sent by an interrupted attempt, and nobody knows what became of it: found ones are matched. `leftOut`: what the site had refused of them, by the backup's id. */
  async settleInterrupted(nodes: number[], leftOut: ReadonlyMap<string, LeftOut[]>): Promise<void> {
    const { site, reader, clock } = this.#options;
    const open = nodes.filter((node) => !site.matches.has(node));
    if (open.length === 0) return;
    this.#rememberOwn();
    let at = 0;
    const bodies = new Bodies(reader, site.graph, (count) => open.slice(at, at + count));
    const unknown: Unknown[] = [];
    const read = new Map<number, { body: ObjectBody; leftOut: LeftOut[]; later: string[] }>();
    for (const node of open) {
      at += 1;
      this.#doubtful[node] = 1;
      const body = await bodies.take(node);
      const payload = this.#payload(body);
      const refused = leftOut.get(body.id) ?? [];
      const values = withoutLeftOut(payload.values, refused, (id) => this.#attributeNames.get(id) ?? id);
      const { taken, others } = this.#takenOf(this.#kinds.unique, refused);
      read.set(node, { body, leftOut: together(payload.leftOut, others), later: [...payload.later, ...taken.filter((id) => payload.values[id] !== undefined && values[id] === undefined)] });
      unknown.push(this.#asUnknown(node, body, { values, later: payload.later }, clock.monotonicMs()));
    }
    for (const [node, found] of await settleUnknown(unknown, this.#settling())) {
      const { body, ...rest } = read.get(node)!;
      await this.#found(node, body, found, { ...rest, values: unknown.find((each) => each.node === node)!.values });
    }
    await this.#lines.flush();
  }

  /** Creates every object that has no counterpart. @throws Refused, Unavailable; what was done stands in the lines */
  async create(closing: Uint8Array): Promise<void> {
    const { site, pace, restores, route, reader } = this.#options;
    const queue = new CreationQueue(site.graph, closing, (node) => site.matches.has(node));
    const bodies = new Bodies(reader, site.graph, (count) => queue.peek(count));
    const intents = new Intents(site.graph.size, () => queue.peek(INTENDED), (nodes) => restores.intend(route, nodes.map((node) => site.graph.idOf(node))));
    const parked: Extract<Settled, { unknown: Unknown }>[] = [];
    const next = () => {
      const node = parked.length < PARKED_MOST ? queue.take() : undefined;
      return node === undefined ? null : (signal: AbortSignal) => this.#createOne(node, { bodies, intents }, signal);
    };
    for (;;) {
      try {
        for await (const settled of parallel(next, pace)) {
          if ('unknown' in settled) parked.push(settled);
          else await this.#took(settled, queue);
          await this.#options.between();
        }
      } finally {
        await this.#lines.flush();
      }
      if (parked.length === 0) return;
      await this.#unpark(parked.splice(0), queue);
    }
  }

  /**
   * Writes the attributes that `matches` says differ: references that close cycles, and values of objects that were there before. A unique value that was taken
   * is tried again as long as others become free: it may have wandered from one object to the next.
   */
  async update(): Promise<void> {
    const { site } = this.#options;
    const nodes: number[] = [];
    for (let node = 0; node < site.graph.size; node += 1) if (site.matches.differencesOf(node).length > 0) nodes.push(node);
    await this.#updateAll(nodes);
    for (let [before, waited] = [Infinity, false]; this.#wandering.size > 0;) {
      const isStuck = this.#wandering.size >= before;
      if (isStuck && waited) return;
      if (isStuck) await indexCaughtUp(this.#options.clock.monotonicMs(), this.#settling()); // what became free may be taken for the index alone
      waited = isStuck;
      before = this.#wandering.size;
      const open = [...this.#wandering];
      this.#wandering.clear();
      for (const [node, { attributes }] of open) site.matches.differs(node, attributes);
      for (const [node, { leftOut }] of open) this.#leftOut.set(site.graph.idOf(node), leftOut);
      await this.#updateAll(open.map(([node]) => node));
    }
  }

  async #updateAll(nodes: number[]): Promise<void> {
    const { site, pace, reader } = this.#options;
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
        if (line) await this.#lines.add(line);
        this.#progress();
        await this.#options.between();
      }
    } finally {
      await this.#lines.flush();
    }
  }

  /** Objects that were there and are left as they are: they stand in the report and in the id map, too. `but`: those of which the report tells already. */
  async noteLeft(but: ReadonlySet<string>): Promise<void> {
    const { site, reader, pace } = this.#options;
    if (site.matches.matched === 0) return;
    for (const type of this.#typeNames.keys()) for await (const record of reader.records({ kind: 'object', type, signal: pace.signal })) {
      const body = objectBody(record);
      const node = site.graph.nodeOf(body.id);
      const targetId = node < 0 ? undefined : site.matches.targetOf(node);
      if (targetId === undefined || but.has(body.id) || site.matches.isOwn(node) || site.matches.differencesOf(node).length > 0) continue;
      const leftOut = site.matches.isLacking(node) ? mapValues(body.values, this.#maps).leftOut : [];
      await this.#lines.add({ ...this.#line(body), outcome: 'left', targetId, ...(leftOut.length > 0 ? { leftOut } : {}) });
    }
    await this.#lines.flush();
  }

  async #createOne(node: number, { bodies, intents }: { bodies: Bodies; intents: Intents }, signal: AbortSignal): Promise<Settled> {
    const { target, clock, restores, route } = this.#options;
    const body = await bodies.take(node);
    await intents.cover(node);
    let { values, leftOut, later } = this.#payload(body);
    const lost = (refusedAsDouble: boolean): Settled => ({ node, body, leftOut, later, refusedAsDouble, unknown: this.#asUnknown(node, body, { values, later }, clock.monotonicMs()) });
    for (let refusals = 0; ; refusals += 1) {
      await this.#options.stillHeld();
      const sentAtMs = clock.monotonicMs();
      try {
        const created = await target.createObject({ typeId: this.#options.types.get(body.typeId)!, values }, signal);
        this.#options.onWrite(true);
        return { node, body, leftOut, created, later, sentAtMs };
      } catch (error) {
        if (error instanceof OutcomeUnknown) return lost(false);
        if (!(error instanceof WriteRefused)) throw error;
        if (this.#mayBeItself(node, body, error)) return lost(true);
        const rest = refusals < REFUSALS_MOST ? withoutRefused(values, error, (id) => this.#attributeNames.get(id) ?? id) : undefined;
        if (!rest) return { node, body, leftOut, failed: `The destination refused the object: ${error.message}` };
        values = rest.values;
        const { taken, others } = this.#taken(error, rest.leftOut);
        later = [...later, ...taken];
        await restores.note(route, [{ ...this.#line(body), outcome: 'failed', reason: 'The restore was interrupted while this object was written.', leftOut: [...leftOut, ...rest.leftOut] }]); // else a successor would not know what was sent
        leftOut = [...leftOut, ...others];
      }
    }
  }

  /** Whether a unique value may be refused because the object is there already: its create was done, and nobody knows. */
  #mayBeItself(node: number, { typeId }: ObjectBody, { fields }: WriteRefused): boolean {
    const key = this.#options.keyOf(typeId);
    if (key?.unique && fields[key.attributeId] !== undefined) return true;
    return this.#doubtful[node] === 1 && Object.keys(fields).some((id) => this.#kinds.unique.has(id));
  }

  async #took(settled: Exclude<Settled, { unknown: Unknown }>, queue: CreationQueue): Promise<void> {
    const { node, body, leftOut } = settled;
    if ('created' in settled) {
      await this.#created(node, body, settled.created, leftOut, settled.later);
      this.#lastWrite = this.#known(settled.created.id, body.typeId, settled.sentAtMs);
    } else {
      this.#failed[node] = 1;
      await this.#lines.add({ ...this.#line(body), outcome: 'failed', reason: settled.failed, ...(leftOut.length > 0 ? { leftOut } : {}) });
      this.#progress();
    }
    queue.settled(node);
  }

  async #created(node: number, body: ObjectBody, { id, key }: WrittenObject, leftOut: LeftOut[], later: string[]): Promise<void> {
    const { matches } = this.#options.site;
    matches.match(node, id, true);
    matches.differs(node, later);
    if (later.length > 0 && leftOut.length > 0) this.#leftOut.set(body.id, leftOut);
    await this.#lines.add({ ...this.#line(body), outcome: 'created', targetId: id, targetKey: key, ...(leftOut.length > 0 ? { leftOut } : {}) });
    this.#progress();
  }

  /** An object whose create had no answer. It may be another's equal twin: then its references are set anew. */
  async #found(node: number, body: ObjectBody, { id, key, values: there }: SiteObject, sent: { values: Record<string, string[]>; leftOut: LeftOut[]; later: string[] }): Promise<void> {
    const differing = [...this.#kinds.references].filter((each) => (sent.values[each] ?? there[each]) !== undefined && !sameValues(sent.values[each] ?? [], (there[each] ?? []).map(writtenForm)));
    await this.#created(node, body, { id, key }, sent.leftOut, [...new Set([...sent.later, ...differing])]);
  }

  /** Lost answers, all at once: what is there is taken, what is not is sent again. */
  async #unpark(parked: Extract<Settled, { unknown: Unknown }>[], queue: CreationQueue): Promise<void> {
    const { meter } = this.#options;
    meter.set({ step: 'Looking for objects whose answer was lost' });
    const found = await settleUnknown(parked.map(({ unknown }) => unknown), this.#settling());
    for (const { node, body, leftOut, later, refusedAsDouble, unknown } of parked) {
      const created = found.get(node);
      if (created) {
        await this.#found(node, body, created, { values: unknown.values, leftOut, later });
        queue.settled(node);
        continue;
      }
      const key = this.#options.keyOf(body.typeId)?.unique === true;
      this.#doubtful[node] = refusedAsDouble && !key ? 2 : 1;
      this.#lost[node]! += 1;
      if (this.#lost[node]! >= LOST_MOST) throw new Unavailable('site-unreachable', refusedAsDouble ? `The destination says that an object with the old key ${body.key} is there, but does not show it. Let the restore go on later.` : 'The destination did not answer creates again and again. Let the restore go on when it does.');
      queue.again(node);
    }
    await this.#lines.flush();
    meter.set({ step: 'Writing objects' });
  }

  async #updateOne(node: number, bodies: Bodies, signal: AbortSignal): Promise<RestoreLine | undefined> {
    const { target, site, types } = this.#options;
    const body = await bodies.take(node);
    const id = site.matches.targetOf(node)!;
    const own = site.matches.isOwn(node);
    const mapped = mapValues(body.values, this.#maps);
    let leftOut = together(this.#leftOut.get(body.id) ?? [], mapped.leftOut);
    this.#leftOut.delete(body.id);
    const isEmpty = (attribute: string): boolean => !own && !this.#hasValues(body, attribute); // else none of its values can be written, and what stands there stays
    let values = Object.fromEntries(site.matches.differencesOf(node).filter((attribute) => mapped.values[attribute] !== undefined || isEmpty(attribute)).map((attribute) => [attribute, mapped.values[attribute] ?? []]));
    const outcome = own ? 'created' as const : 'updated' as const;
    const isWritten = this.#rewritten.delete(node);
    const open = new Set<string>();
    const others = [...leftOut];
    const wanders = (written: boolean): void => {
      if (open.size === 0) return;
      this.#wandering.set(node, { attributes: [...open], leftOut: others });
      if (written) this.#rewritten.add(node);
    };
    for (let refusals = 0; Object.keys(values).length > 0; refusals += 1) {
      await this.#options.stillHeld();
      try {
        const { key } = await target.updateObject(id, { typeId: types.get(body.typeId)!, values }, signal);
        this.#options.onWrite(true);
        wanders(true);
        return { ...this.#line(body), outcome, targetId: id, targetKey: key, ...(leftOut.length > 0 ? { leftOut } : {}) };
      } catch (error) {
        if (!(error instanceof WriteRefused)) throw error;
        const rest = refusals < REFUSALS_MOST ? withoutRefused(values, error, (each) => this.#attributeNames.get(each) ?? each) : undefined;
        if (!rest) return { ...this.#line(body), outcome: own ? 'created' : 'failed', targetId: id, reason: `The destination refused the values: ${error.message}`, ...(leftOut.length > 0 ? { leftOut } : {}) };
        values = rest.values;
        leftOut = [...leftOut, ...rest.leftOut];
        const known = this.#taken(error, rest.leftOut);
        for (const attribute of known.taken) open.add(attribute);
        others.push(...known.others);
      }
    }
    wanders(isWritten);
    return leftOut.length > 0 || !own ? { ...this.#line(body), outcome: own ? 'created' : isWritten ? 'updated' : 'left', targetId: id, ...(leftOut.length > 0 ? { leftOut } : {}) } : undefined;
  }

  /** Of what was refused: attributes whose unique value somebody has, and what was left out for another reason. */
  #taken({ fields }: WriteRefused, leftOut: LeftOut[]): { taken: string[]; others: LeftOut[] } {
    return this.#takenOf(Object.keys(fields).filter((id) => this.#kinds.unique.has(id)), leftOut);
  }

  #takenOf(unique: Iterable<string>, leftOut: LeftOut[]): { taken: string[]; others: LeftOut[] } {
    const taken = [...unique];
    const names = new Set(taken.map((id) => this.#attributeNames.get(id)));
    return { taken, others: leftOut.filter(({ attribute }) => !names.has(attribute)) };
  }

  #hasValues({ values }: ObjectBody, targetId: string): boolean {
    return Object.entries(values).some(([sourceId, list]) => { const to = this.#options.attributes.get(sourceId); return list.length > 0 && to !== undefined && 'id' in to && to.id === targetId; });
  }

  /** What is sent for a new object: its values, and its old key. */
  #payload(body: ObjectBody): { values: Record<string, string[]>; leftOut: LeftOut[]; later: string[] } {
    const { values, leftOut, later } = mapValues(body.values, this.#maps);
    const key = this.#options.keyOf(body.typeId);
    return { values: key ? { ...values, [key.attributeId]: [body.key] } : values, leftOut, later };
  }

  #asUnknown(node: number, body: ObjectBody, { values, later }: { values: Record<string, string[]>; later: string[] }, endedAtMs: number): Unknown {
    const key = this.#options.keyOf(body.typeId);
    return { node, typeId: this.#options.types.get(body.typeId)!, values, open: later, endedAtMs, ...(key?.unique ? { key: { ...key, value: body.key } } : {}) };
  }

  #settling(): SettleOptions {
    const { target, clock, pace, settleMs, baseline, keyset, site, onWrite } = this.#options;
    return { target, clock, signal: pace.signal, settleMs, baseline, keyset, ...this.#kinds, isClaimed: (id) => site.matches.nodeOf(id) >= 0, lastWrite: () => this.#lastWrite, onWrite: () => onWrite(false) };
  }

  /** Resolves when the search shows what this attempt has written. */
  async searchable(): Promise<void> {
    if (this.#lastWrite) await indexCaughtUp(-Infinity, this.#settling());
  }

  /** After an interruption: some object that this run made, to see by it how far the search is. */
  #rememberOwn(): void {
    const { site } = this.#options;
    for (let node = 0; node < site.graph.size && !this.#lastWrite; node += 1) if (site.matches.isOwn(node)) this.#lastWrite = this.#known(site.matches.targetOf(node)!, site.graph.typeOf(node), -Infinity);
  }

  #known(id: string, typeId: string, sentAtMs: number): KnownWrite {
    return { id, typeId: this.#options.types.get(typeId)!, sentAtMs };
  }

  #line({ id, key, label, typeId }: ObjectBody): Omit<RestoreLine, 'outcome'> {
    return { sourceId: id, sourceKey: key, label: label.slice(0, 256), typeName: this.#typeNames.get(typeId) ?? typeId };
  }

  #progress(): void {
    this.#done += 1;
    this.#options.meter.set({ done: this.#done });
  }
}

/** Each value that was left out, once. */
function together(a: LeftOut[], b: LeftOut[]): LeftOut[] {
  return [...a, ...b.filter(({ attribute, value }) => !a.some((each) => each.attribute === attribute && each.value === value))];
}

/** The destination's attributes: those that hold references, unique values, plain values. */
function kindsOf({ site, attributes }: ObjectWriterOptions): { references: Set<string>; unique: Set<string>; plain: Set<string> } {
  const kinds = { references: new Set<string>(), unique: new Set<string>(), plain: new Set<string>() };
  for (const { id, type, definition } of site.source.attributes) {
    const to = attributes.get(id);
    if (!to || !('id' in to)) continue;
    const there = site.match.attributes.get(id)?.definition ?? definition;
    if (type === REFERENCE) kinds.references.add(to.id);
    if (type === PLAIN) kinds.plain.add(to.id);
    if (there['uniqueAttribute'] === true) kinds.unique.add(to.id);
  }
  return kinds;
}
