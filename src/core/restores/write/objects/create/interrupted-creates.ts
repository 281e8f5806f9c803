import type { AssetsObject } from '../../../../assets/model/assets-object.ts';
import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import type { LeftOut } from '../../../report/restore-line.ts';
import { Bodies } from '../bodies.ts';
import { pendingOfFound } from './pending-of-found.ts';
import { mergeLeftOut, type ObjectWriting, type Payload } from '../object-writing.ts';
import { isUndecided, withoutLeftOut } from '../../refused/refused-value.ts';
import { settleUnknown, type UnknownCreate } from '../settle/settle-unknown.ts';

interface Sent extends Payload {
  node: number;
  body: SnapshotObject;
}

/** What an interrupted attempt sent, with unknown outcome. */
export class InterruptedCreates {
  readonly #writing: ObjectWriting;
  /** By the backup's id: what the site had refused of an object before the interruption. */
  readonly #refused: ReadonlyMap<string, LeftOut[]>;

  constructor(writing: ObjectWriting, refused: ReadonlyMap<string, LeftOut[]>) {
    this.#writing = writing;
    this.#refused = refused;
  }

  /**
   * Finds out which of these nodes exist, and matches them. Returns all that had no counterpart
   * before: where one still has none, its values may be refused because it exists already.
   */
  async settle(nodes: number[]): Promise<number[]> {
    const { objects } = this.#writing.parts;
    const open = nodes.filter((node) => !objects.has(node));
    if (open.length === 0) return open;
    this.#rememberOwnWrite();
    const sent = new Map<number, Sent>();
    const unknown: UnknownCreate[] = [];
    for await (const each of this.#sentBefore(open)) {
      sent.set(each.node, each);
      unknown.push(this.#asUnknown(each));
    }
    for (const [node, found] of await settleUnknown(unknown, this.#writing.settling())) {
      const each = sent.get(node);
      if (each) await this.#recordFound(found, each);
    }
    await this.#writing.lines.flush();
    return open;
  }

  async *#sentBefore(nodes: number[]): AsyncGenerator<Sent> {
    const { attempt, context } = this.#writing.parts;
    let next = 0;
    const ahead = (count: number): number[] => nodes.slice(next, next + count);
    const bodies = new Bodies(attempt.parts.reader, context.source.graph, ahead);
    for (const node of nodes) {
      next += 1;
      const body = await bodies.take(node);
      yield { node, body, ...this.#payloadSent(body) };
    }
  }

  /**
   * What was sent last: without what the site had refused, or may have. Unique values that somebody
   * had are tried again, and so is what was not decided on.
   */
  #payloadSent(body: SnapshotObject): Payload {
    const writing = this.#writing;
    const payload = writing.payloadOf(body);
    const refused = this.#refused.get(body.id) ?? [];
    const values = withoutLeftOut(payload.values, refused, (id) => writing.nameOf(id));
    const occupied = [...writing.roles.unique].filter(
      (id) => payload.values[id] !== undefined && values[id] === undefined,
    );
    const undecided = new Set(refused.filter(isUndecided).map(({ attribute }) => attribute));
    const again = Object.keys(payload.values).filter((id) => undecided.has(writing.nameOf(id)));
    const lasting = writing.withoutUnique(refused.filter((each) => !isUndecided(each)));
    return {
      values,
      leftOut: mergeLeftOut(payload.leftOut, lasting),
      pending: [...new Set([...payload.pending, ...occupied, ...again])],
    };
  }

  #asUnknown({ node, body, values }: Sent): UnknownCreate {
    const { pending } = this.#writing.payloadOf(body);
    return this.#writing.asUnknown(node, body, { values, pending });
  }

  async #recordFound(found: AssetsObject, { node, body, ...sent }: Sent): Promise<void> {
    const pending = pendingOfFound(found, sent, this.#writing.roles.references);
    await this.#writing.recordCreated(node, body, found, { leftOut: sent.leftOut, pending });
  }

  /** Some object that this run made, to tell how current the search is. */
  #rememberOwnWrite(): void {
    const { objects, context } = this.#writing.parts;
    const { graph } = context.source;
    for (let node = 0; node < graph.size && !this.#writing.hasWritten; node += 1) {
      const id = objects.isOwn(node) ? objects.targetOf(node) : undefined;
      if (id !== undefined) this.#writing.rememberWrite(id, graph.typeOf(node), -Infinity);
    }
  }
}
