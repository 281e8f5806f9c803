import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { objectOf } from '../../../compare/object-of.ts';
import type { SnapshotObject } from '../../../compare/snapshot.ts';
import { Damaged } from '../../../kernel/errors.ts';
import type { ObjectGraph } from '../../objects/object-graph.ts';

/**
 * How much is read ahead: objects that follow each other by reference are scattered over the
 * backup, and each opened pack should serve many of them.
 */
const MAX_OBJECTS = 4_000;
const MAX_CHARACTERS = 16 << 20;

/**
 * Objects of the backup by node, read in chunks: a request for one reads those that will be needed
 * next, too.
 */
export class Bodies {
  readonly #reader: BackupReader;
  readonly #graph: ObjectGraph;
  readonly #next: (count: number) => number[];
  readonly #read = new Map<number, SnapshotObject>();
  #reading: Promise<void> | undefined;

  /** `next` returns what will be needed next. */
  constructor(reader: BackupReader, graph: ObjectGraph, next: (count: number) => number[]) {
    this.#reader = reader;
    this.#graph = graph;
    this.#next = next;
  }

  /** Each is given once. @throws Damaged, also when the backup does not have it */
  async take(node: number): Promise<SnapshotObject> {
    // It may be read along with others.
    while (this.#reading && !this.#read.has(node)) await this.#reading;
    if (!this.#read.has(node)) await this.#readFor(node);
    const body = this.#read.get(node);
    this.#read.delete(node);
    if (body) return body;
    throw new Damaged(
      `Object ${this.#graph.idOf(node)} is listed in the backup but missing from it. Verify the backup.`,
    );
  }

  #readFor(node: number): Promise<void> {
    this.#reading = this.#fetch(node).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #fetch(node: number): Promise<void> {
    const wanted = this.#chunk(node).map((each) => ({
      kind: 'object' as const,
      type: this.#graph.typeOf(each),
      id: this.#graph.idOf(each),
    }));
    for (const record of await this.#reader.getMany(wanted)) {
      const body = objectOf(record);
      this.#read.set(this.#graph.nodeOf(body.id), body);
    }
  }

  #chunk(node: number): number[] {
    const chunk = new Set([node]);
    let characters = this.#graph.weightOf(node);
    for (const each of this.#next(MAX_OBJECTS)) {
      characters += this.#graph.weightOf(each);
      if (characters > MAX_CHARACTERS) break;
      if (!this.#read.has(each)) chunk.add(each);
    }
    return [...chunk];
  }
}
