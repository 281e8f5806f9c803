import type { BackupReader } from '../../storages/vault.ts';
import { objectOf } from '../../compare/object-of.ts';
import type { SnapshotObject } from '../../compare/snapshot.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';

/** So much is read ahead: objects that follow each other by their references lie all over the backup, and what is opened for one should serve for many. */
const READ_MOST = 4_000;
const CHARACTERS_MOST = 16 << 20;

/** Objects of the backup by node, read in chunks: whoever asks for one has those that will be asked for next read with it. */
export class Bodies {
  readonly #reader: BackupReader;
  readonly #graph: ObjectGraph;
  readonly #next: (count: number) => number[];
  readonly #read = new Map<number, SnapshotObject>();
  #reading: Promise<void> | undefined;

  /** `next` names what will be asked for. */
  constructor(reader: BackupReader, graph: ObjectGraph, next: (count: number) => number[]) {
    this.#reader = reader;
    this.#graph = graph;
    this.#next = next;
  }

  /** To be taken once. @throws Damaged */
  async take(node: number): Promise<SnapshotObject> {
    while (!this.#read.has(node)) {
      this.#reading ??= this.#fetch(node).finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
    const body = this.#read.get(node)!;
    this.#read.delete(node);
    return body;
  }

  async #fetch(node: number): Promise<void> {
    for (const record of await this.#reader.getMany(
      this.#chunk(node).map((each) => ({
        kind: 'object' as const,
        type: this.#graph.typeOf(each),
        id: this.#graph.idOf(each),
      })),
    )) {
      const body = objectOf(record);
      this.#read.set(this.#graph.nodeOf(body.id), body);
    }
  }

  #chunk(node: number): number[] {
    const chunk = new Set([node]);
    let characters = this.#graph.weightOf(node);
    for (const each of this.#next(READ_MOST)) {
      characters += this.#graph.weightOf(each);
      if (characters > CHARACTERS_MOST) break;
      if (!this.#read.has(each)) chunk.add(each);
    }
    return [...chunk];
  }
}
