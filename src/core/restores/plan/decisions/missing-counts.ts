import type { SnapshotObject } from '../../../compare/snapshot.ts';
import type { AttributeValue } from '../../../assets/model/attribute-value.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { lackOfVersion } from '../../resolve/lack-of-version.ts';
import type { ChoiceKind } from '../../restore-input.ts';
import { WHATEVER_IS_CHOSEN } from '../plan-group.ts';

/** Values of one attribute, or of one kind, that name what the destination lacks. */
export interface MissingValues {
  kind: ChoiceKind;
  /** Of references: the backup's attribute. */
  attributeId: string | undefined;
  values: number;
  /** Ids of what they name. */
  things: ReadonlySet<string>;
  /** "Laptop › Owner" → how many of the values. */
  attributes: ReadonlyMap<string, number>;
}

/** What was counted over all objects that a restore writes. */
export interface FoundMissing {
  /** By name; references have one for each attribute, other kinds one each. */
  byCause: ReadonlyMap<string, MissingValues>;
  /** How many objects lack values, by the names of their causes, separated by spaces. */
  combinations: ReadonlyMap<string, number>;
  /** Objects that will be refused. */
  failing: number;
}

/** One object that a restore writes, or could write. */
interface LookedAt {
  object: SnapshotObject;
  typeName: string;
  /** Whether it is created or updated. */
  isWritten: boolean;
  /** Whether it will be refused. */
  isRefused: boolean;
  /** Values are left empty for reasons that no choice changes. */
  isShortAnyway: boolean;
}

/** More combinations than these are counted as one, in `WHATEVER_IS_CHOSEN`. */
const MAX_COMBINATIONS = 500;

/** Counts the values that name what the destination lacks, before anything is chosen for it. */
export class MissingCounts {
  readonly #byCause = new Map<string, GrowingValues>();
  readonly #combinations = new Map<string, number>();
  readonly #missingOf: (value: AttributeValue) => MissingThing | undefined;
  readonly #attributeNames: ReadonlyMap<string, string>;
  /** Attributes of kinds that the destination lacks. */
  readonly #asText: ReadonlyMap<string, unknown>;
  #failing = 0;

  constructor({ source, matches }: RestoreContext) {
    const { attributes } = source.structure;
    this.#attributeNames = new Map(attributes.map(({ id, name }) => [id, name]));
    this.#missingOf = missingTest(source, matches);
    this.#asText = source.adapted.asText;
  }

  look({ object, typeName, isWritten, isRefused, isShortAnyway }: LookedAt): void {
    const causes = new Set<string>(isShortAnyway ? [WHATEVER_IS_CHOSEN] : []);
    for (const [attributeId, values] of Object.entries(object.values))
      for (const value of values) {
        const isAsText = this.#asText.has(attributeId);
        const missing: MissingThing | undefined = isAsText
          ? { kind: 'attribute', id: attributeId }
          : this.#missingOf(value);
        if (missing) causes.add(this.#count(missing, attributeId, typeName));
      }
    if (!isWritten) return;
    if (isRefused) this.#failing += 1;
    else if (causes.size > 0) this.#combine([...causes].sort().join(' '));
  }

  found(): FoundMissing {
    return { byCause: this.#byCause, combinations: this.#combinations, failing: this.#failing };
  }

  #combine(name: string): void {
    const isNew = !this.#combinations.has(name) && this.#combinations.size >= MAX_COMBINATIONS;
    const counted = isNew ? WHATEVER_IS_CHOSEN : name;
    this.#combinations.set(counted, (this.#combinations.get(counted) ?? 0) + 1);
  }

  #count({ kind, id }: MissingThing, attributeId: string, typeName: string): string {
    const name = kind === 'reference' ? `reference-${attributeId}` : kind;
    const found: GrowingValues = this.#byCause.get(name) ?? {
      kind,
      attributeId: kind === 'reference' ? attributeId : undefined,
      values: 0,
      things: new Set<string>(),
      attributes: new Map<string, number>(),
    };
    this.#byCause.set(name, found);
    found.values += 1;
    found.things.add(id);
    const attribute = `${typeName} › ${this.#attributeNames.get(attributeId) ?? attributeId}`;
    found.attributes.set(attribute, (found.attributes.get(attribute) ?? 0) + 1);
    return name;
  }
}

/** Something that the destination lacks. */
interface MissingThing {
  kind: ChoiceKind;
  /** The backup's. */
  id: string;
}

interface GrowingValues extends MissingValues {
  things: Set<string>;
  attributes: Map<string, number>;
}

/** The thing that a value names and the destination lacks. */
function missingTest(
  { graph }: RestoreContext['source'],
  { names, unresolved }: RestoreContext['matches'],
): (value: AttributeValue) => MissingThing | undefined {
  const ids = new Set(unresolved.map(({ kind, id }) => `${kind} ${id}`));
  const isListed = (kind: ChoiceKind, id: string): boolean => ids.has(`${kind} ${id}`);
  return (value) => {
    if ('version' in value) return lackOfVersion(value, isListed);
    if ('object' in value) {
      const { object: id } = value;
      const isFound = names.reference.has(id) && !isListed('reference', id);
      return graph.nodeOf(id) < 0 && !isFound ? { kind: 'reference', id } : undefined;
    }
    const thing = namedIn(value);
    return thing && isListed(thing.kind, thing.id) ? thing : undefined;
  };
}

function namedIn(value: AttributeValue): MissingThing | undefined {
  if ('user' in value) return { kind: 'user', id: value.user };
  if ('group' in value) return { kind: 'group', id: value.group };
  if ('status' in value) return { kind: 'status', id: value.status };
  return 'project' in value ? { kind: 'project', id: value.project } : undefined;
}
