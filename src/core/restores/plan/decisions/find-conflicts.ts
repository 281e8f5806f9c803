import { counted } from '../../../kernel/counted.ts';
import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { AttributeValue } from '../../../assets/model/attribute-value.ts';
import type { Snapshot, SnapshotObject } from '../../../compare/snapshot.ts';
import { attributesOf, type StructureType } from '../../../compare/structure/schema-structure.ts';
import { valueSources, type RestoreContext } from '../../context/restore-context.ts';
import type { ObjectDifferences } from '../../objects/object-differences.ts';
import type { ObjectGraph } from '../../objects/object-graph.ts';
import type { RestoreInput } from '../../restore-input.ts';
import {
  mapOne,
  mapValues,
  type AttributeTargets,
  type MappedValues,
  type TargetAttribute,
  type ValueMaps,
} from '../../values/map-values.ts';
import { NOT_MADE } from '../../values/attribute-targets.ts';
import { valueMaps } from '../../values/value-maps.ts';
import { MissingCounts, type FoundMissing } from './missing-counts.ts';
import { MAX_LISTED } from '../max-listed.ts';
import type { PlanConflict, RestorePlan } from '../restore-plan.ts';

interface Options {
  context: RestoreContext;
  /** The chosen part of the backup. */
  backup: Snapshot;
  /** Of the graph: 1 at each reference that closes a cycle. */
  closing: Uint8Array;
  attributes: AttributeTargets;
  input: Pick<RestoreInput, 'existing'>;
  /** What is to be written of objects that are there. */
  differences: Pick<ObjectDifferences, 'of'>;
}

/** What was found out about values. */
export interface FoundConflicts extends Pick<
  RestorePlan,
  'conflicts' | 'conflictCount' | 'conflictRules'
> {
  /** The backup's attributes that name a missing object, by its id; of those that are listed. */
  referencedBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values that name what the destination lacks. */
  missing: FoundMissing;
}

/** An attribute of the backup whose counterpart on the destination demands a value. */
interface Required {
  sourceId: string;
  there: AttributeDefinition;
}

const NO_VALUE =
  'The destination requires a value, and the backup has none it accepts, so the object will be refused.';
const NONE_THERE =
  "The destination requires a value, and the ones in the backup can't be used there. The object will be refused unless you map it to another value above.";
const MADE_LATER =
  'The destination requires a reference to an object that can only be created later, so the object will be refused.';

/**
 * Values that a rule of the destination might refuse, as we read it: hints for whoever reviews the
 * plan. What is not there at all is listed elsewhere.
 */
export async function findConflicts(options: Options): Promise<FoundConflicts> {
  const { context, backup } = options;
  const { structure, ancestorsOnly } = context.source;
  const search = new ConflictSearch(options);
  for (const type of structure.types) {
    if (ancestorsOnly.has(type.id)) continue;
    const required = requiredOf(context, type);
    for await (const page of backup.pages([type.id]))
      for (const object of page) search.look(object, type, required);
  }
  return search.found();
}

function requiredOf(
  { source, matches }: RestoreContext,
  { id }: Pick<StructureType, 'id'>,
): Required[] {
  return attributesOf(source.structure, id).flatMap((attribute) => {
    const there = matches.structure.attributes.get(attribute.id);
    const isRequired = there && !there.system && (there.minimumCardinality ?? 0) > 0;
    return isRequired ? [{ sourceId: attribute.id, there }] : [];
  });
}

class ConflictSearch {
  readonly #graph: ObjectGraph;
  readonly #closing: Uint8Array;
  readonly #exists: (node: number) => boolean;
  readonly #moved: RestoreContext['matches']['moved'];
  readonly #leavesExisting: boolean;
  readonly #attributes: AttributeTargets;
  readonly #differences: Options['differences'];
  /** As the run will map values. */
  readonly #actual: ValueMaps;
  /** With everything that values name taken to be there: whether it is, is listed elsewhere. */
  readonly #asIfThere: ValueMaps;
  readonly #conflicts = new Map<string, PlanConflict>();
  readonly #rules = new Set<string>();
  readonly #referencedBy: ReadonlyMap<string, Set<string>>;
  readonly #missing: MissingCounts;
  #count = 0;

  constructor({ context, closing, attributes, input, differences }: Options) {
    const { names, objects, moved, unresolved } = context.matches;
    this.#referencedBy = new Map(
      unresolved
        .filter(({ kind }) => kind === 'reference')
        .map(({ id }) => [id, new Set<string>()]),
    );
    this.#missing = new MissingCounts(context);
    this.#exists = (node) => objects.has(node);
    this.#moved = moved;
    this.#leavesExisting = input.existing === 'missing';
    this.#graph = context.source.graph;
    this.#closing = closing;
    this.#attributes = attributes;
    this.#differences = differences;
    this.#actual = valueMaps(valueSources(context), attributes);
    this.#asIfThere = {
      ...this.#actual,
      named: (_kind, id) => ({ id }),
      version: ({ version }) => ({ id: version }),
      reference: (id) =>
        this.#graph.nodeOf(id) < 0 && names.reference.has(id) ? { id, outside: true } : { id },
    };
  }

  look(object: SnapshotObject, type: StructureType, required: readonly Required[]): void {
    if (!this.#graph.holds(type.id, object.id)) return;
    const node = this.#graph.nodeOf(object.id);
    const exists = this.#exists(node);
    if (exists && (this.#leavesExisting || this.#moved.has(node))) return;
    this.#noteReferences(object);
    const mapped = mapValues(object.values, this.#asIfThere);
    for (const { attribute, reason, value } of mapped.leftOut)
      // The notes of the plan name attributes that are not made.
      if (reason !== NOT_MADE)
        this.#note(type.name, attribute, reason, `${object.label}: ${value}`);
    const written = exists ? new Set(this.#differences.of(node)) : undefined;
    this.#noteDoubts(object, type, written);
    this.#missing.look({
      object,
      typeName: type.name,
      isWritten: written === undefined || written.size > 0,
      isRefused: !exists && this.#noteRefusals(object, type, { required, mapped }),
      isShortAnyway: mapped.leftOut.length > 0,
    });
  }

  /** Whether the object will be refused for want of a value. */
  #noteRefusals(
    object: SnapshotObject,
    type: StructureType,
    { required, mapped }: { required: readonly Required[]; mapped: MappedValues },
  ): boolean {
    let isRefused = false;
    for (const each of required) {
      const reason = this.#whyRefused(object, each, mapped);
      if (reason === undefined) continue;
      isRefused = true;
      this.#note(type.name, each.there.name, reason, object.label);
    }
    return isRefused;
  }

  #noteReferences({ values }: SnapshotObject): void {
    for (const [attributeId, list] of Object.entries(values))
      for (const value of list)
        if ('object' in value) this.#referencedBy.get(value.object)?.add(attributeId);
  }

  /** Values that the site might refuse. `written`: attributes of an object that is there. */
  #noteDoubts(
    { values, label }: SnapshotObject,
    type: StructureType,
    written: ReadonlySet<string> | undefined,
  ): void {
    for (const [sourceId, list] of Object.entries(values)) {
      const attribute = this.#attributes.get(sourceId);
      if (!attribute || 'reason' in attribute || written?.has(attribute.id) === false) continue;
      for (const [value, why] of doubtsAbout(list, attribute))
        this.#note(type.name, attribute.name, why, `${label}: ${this.#actual.shown(value)}`);
    }
  }

  found(): FoundConflicts {
    return {
      conflicts: [...this.#conflicts.values()],
      conflictCount: this.#count,
      conflictRules: this.#rules.size,
      referencedBy: this.#referencedBy,
      missing: this.#missing.found(),
    };
  }

  /**
   * Why the destination will miss the value of a required attribute; undefined when it will not.
   */
  #whyRefused(
    { id, values }: SnapshotObject,
    { sourceId, there }: Required,
    mapped: MappedValues,
  ): string | undefined {
    const wanted = values[sourceId];
    if (!wanted || mapped.values[there.id] === undefined) return NO_VALUE;
    if (wanted.every((value) => this.#isMissing(value))) return NONE_THERE;
    const later = this.#madeAfter(id);
    const isLater = wanted.every((value) => 'object' in value && later.has(value.object));
    return isLater ? MADE_LATER : undefined;
  }

  /** Whether a value names somebody or something that the destination lacks. */
  #isMissing(value: AttributeValue): boolean {
    const target = mapOne(value, this.#actual);
    return target !== 'later' && 'reason' in target;
  }

  /**
   * The objects that one of them names and that are made after it, because the two are in a cycle.
   */
  #madeAfter(id: string): Set<string> {
    const later = new Set<string>();
    const { from, to } = this.#graph.edgesOf(this.#graph.nodeOf(id));
    for (let edge = from; edge < to; edge += 1)
      if (this.#closing[edge] === 1) later.add(this.#graph.idOf(this.#graph.target(edge)));
    return later;
  }

  #note(type: string, attribute: string, why: string, example: string): void {
    this.#count += 1;
    const rule = `${type} ${attribute} ${why}`;
    this.#rules.add(rule);
    const known = this.#conflicts.get(rule);
    if (known) known.count += 1;
    else if (this.#conflicts.size < MAX_LISTED)
      this.#conflicts.set(rule, { type, attribute, why, count: 1, example });
  }
}

/** The values that an attribute might refuse, each with why. */
function doubtsAbout(
  values: readonly AttributeValue[],
  { doubts, maximum }: TargetAttribute,
): [AttributeValue, string][] {
  const ofText = values.flatMap((value): [AttributeValue, string][] => {
    const why = 'value' in value ? doubts(value.value) : undefined;
    return why === undefined ? [] : [[value, why]];
  });
  const surplus = maximum < 0 ? [] : values.slice(maximum);
  return [
    ...ofText,
    ...surplus.map((value): [AttributeValue, string] => [value, maximumReason(maximum)]),
  ];
}

const maximumReason = (maximum: number): string =>
  `The attribute is limited to ${counted(maximum, 'value')}.`;
