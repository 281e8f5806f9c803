import type { RunKind } from './run-kind.ts';

/** The kinds of run that this service knows, by name. */
export class RunKinds {
  readonly #byName: ReadonlyMap<string, RunKind>;

  /** @throws Error when two kinds have one name */
  constructor(kinds: readonly RunKind[]) {
    this.#byName = new Map(kinds.map((kind) => [kind.name, kind]));
    if (this.#byName.size < kinds.length) throw new Error('Two kinds of run have the same name.');
  }

  /**
   * Undefined for a kind of another version of this service, which may work on the same database.
   */
  of(run: { kind: string }): RunKind | undefined {
    return this.#byName.get(run.kind);
  }

  all(): RunKind[] {
    return [...this.#byName.values()];
  }

  /** Those of which it holds, by name. */
  namesOf(holds: (kind: RunKind) => boolean): string[] {
    return [...this.#byName.values()].filter(holds).map((kind) => kind.name);
  }
}
