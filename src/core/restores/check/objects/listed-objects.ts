import type { Pace } from '../../../assets/reading/pace.ts';
import { readObjectsById } from '../../../assets/reading/read-objects-by-id.ts';
import type { AssetsDestination } from '../../../assets/ports/assets-destination.ts';
import type { SnapshotObject } from '../../../compare/snapshot.ts';
import type { CheckedObject } from '../../restore-facts.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { AttributeKind } from '../../../assets/model/definitions/attribute-kind.ts';
import type { Difference, Judged } from './judge-object.ts';

/** How many objects of one kind a check lists; all are counted. */
export const MAX_LISTED = 500;
/** Of one attribute that differs. */
const MAX_VALUES = 20;
const MAX_CHARACTERS = 200;
export const MAX_LABEL = 256;
const OBJECT_ID = /^\d+$/;

type Kind = Extract<Judged['verdict'], 'kept' | 'differs'>;
interface Listed {
  kind: Kind;
  object: Omit<CheckedObject, 'differing'>;
  differences: Difference[];
}

/** The objects that a check lists, a limited number of each kind. */
export class ListedObjects {
  readonly #listed: Listed[] = [];
  readonly #counts: Record<Kind, number> = { kept: 0, differs: 0 };
  readonly #references: ReadonlySet<string>;
  /** Names of the destination's statuses, by id; for attributes that hold statuses. */
  readonly #statuses: ReadonlyMap<string, string>;
  readonly #statusAttributes: ReadonlySet<string>;
  readonly #nameOf: (attributeId: string) => string;

  constructor({ source, destination }: RestoreContext, nameOf: (attributeId: string) => string) {
    const ofKind = (wanted: AttributeKind): Set<string> =>
      new Set(
        source.structure.attributes.filter(({ kind }) => kind === wanted).map(({ id }) => id),
      );
    this.#references = ofKind('reference');
    this.#statusAttributes = ofKind('status');
    this.#statuses = new Map(destination.structure?.statuses.map(({ id, name }) => [id, name]));
    this.#nameOf = nameOf;
  }

  add(
    kind: Kind,
    { a, b }: { a: SnapshotObject; b: SnapshotObject },
    differences: readonly Difference[],
  ): void {
    if (this.#counts[kind] === MAX_LISTED) return;
    this.#counts[kind] += 1;
    const brief = (values: readonly string[]): string[] =>
      values.slice(0, MAX_VALUES).map((value) => value.slice(0, MAX_CHARACTERS));
    this.#listed.push({
      kind,
      object: { key: a.key, targetKey: b.key, label: a.label.slice(0, MAX_LABEL) },
      differences: differences.map(({ attributeId, wanted, actual }) => ({
        attributeId,
        wanted: brief(wanted),
        actual: brief(actual),
      })),
    });
  }

  /**
   * Objects that values name are called by their keys on the destination, as far as they are there.
   */
  async inWords(target: AssetsDestination, pace: Pace): Promise<Record<Kind, CheckedObject[]>> {
    const keys = new Map<string, string>();
    const ids = [
      ...new Set(
        this.#listed.flatMap(({ differences }) =>
          differences
            .filter(({ attributeId }) => this.#references.has(attributeId))
            .flatMap(({ wanted, actual }) => [...wanted, ...actual]),
        ),
      ),
    ].filter((id) => OBJECT_ID.test(id));
    for await (const { objects } of readObjectsById(target, ids, pace))
      for (const { id, key } of objects) keys.set(id, key);
    const named = (attributeId: string, value: string): string => {
      if (this.#references.has(attributeId)) return keys.get(value) ?? `object ${value}`;
      if (this.#statusAttributes.has(attributeId)) return this.#statuses.get(value) ?? value;
      return value;
    };
    const inWords = ({ attributeId, wanted, actual }: Difference) => ({
      attribute: this.#nameOf(attributeId),
      wanted: upToLimit(wanted.map((value) => named(attributeId, value))),
      actual: upToLimit(actual.map((value) => named(attributeId, value))),
    });
    const of = (wanted: Kind): CheckedObject[] =>
      this.#listed
        .filter(({ kind }) => kind === wanted)
        .map(({ object, differences }) => ({ ...object, differing: differences.map(inWords) }));
    return { kept: of('kept'), differs: of('differs') };
  }
}

/** The first values, as many as there is room for; one at least. */
function upToLimit(values: readonly string[]): string[] {
  let room = MAX_CHARACTERS;
  return values.filter((value, at) => {
    room -= value.length;
    return at === 0 || room >= 0;
  });
}
