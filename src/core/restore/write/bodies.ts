import type { BackupReader } from '../../backup/vault.ts';
import { objectBody, type ObjectBody } from '../objects/object-body.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';

/** Objects of the backup by node, read in chunks: whoever asks for one has those that will be asked for next read with it. */
export class Bodies {
  readonly #reader: BackupReader;
  readonly #graph: ObjectGraph;
  readonly #next: () => number[];
  readonly #before: (nodes: number[]) => Promise<void>;
  readonly #read = new Map<number, ObjectBody>();
  #reading: Promise<void> | undefined;

  /** `next` names what will be asked for; `before` is awaited before a chunk is handed out. */
  constructor(reader: BackupReader, graph: ObjectGraph, next: () => number[], before: (nodes: number[]) => Promise<void> = async () => undefined) {
    this.#reader = reader;
    this.#graph = graph;
    this.#next = next;
    this.#before = before;
  }

  /** To be taken once. @throws Damaged */
  async take(node: number): Promise<ObjectBody> {
    while (!this.#read.has(node)) {
      this.#reading ??= this.#fetch(node).finally(() => { this.#reading = undefined; });
      await this.#reading;
    }
    const body = this.#read.get(node)!;
    this.#read.delete(node);
    return body;
  }

  async #fetch(node: number): Promise<void> {
    const nodes = [...new Set([node, ...this.#next()])].filter((each) => !this.#read.has(each));
    await this.#before(nodes);
    for (const record of await this.#reader.getMany(nodes.map((each) => ({ kind: 'object' as const, type: this.#graph.typeOf(each), id: this.#graph.idOf(each) })))) {
      const body = objectBody(record);
      this.#read.set(this.#graph.nodeOf(body.id), body);
    }
  }
}
