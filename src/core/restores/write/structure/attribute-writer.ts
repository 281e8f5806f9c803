import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../../assets/model/definitions/attribute-input.ts';
import { isSameType } from '../../../assets/model/definitions/attribute-kind.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import {
  attributeInput,
  loosened,
  type IdMaps,
} from '../../../compare/structure/attribute-input.ts';
import { depthsOf } from '../../../backups/inside/structure/as-tree.ts';
import {
  isAutomatic,
  ownAttributes,
  type StructureType,
} from '../../../compare/structure/schema-structure.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import { attributeChanges, automaticChanges, type AttributeChanges } from './attribute-changes.ts';
import { tryWrite } from './try-write.ts';
import type { DeferredChange } from './written-structure.ts';

export interface WrittenAttributes {
  /** The backup's id → the id there. */
  attributes: ReadonlyMap<string, string>;
  deferred: DeferredChange[];
}

/** What became of one attribute of the backup. */
interface Outcome {
  sourceId: string;
  /** Undefined when it is not on the destination. */
  id?: string | undefined;
  deferred?: DeferredChange | undefined;
  /** For the report. */
  note?: string | undefined;
}

/** An attribute of the destination, once what can be changed at once was sent. */
interface Changed {
  type: StructureType;
  attribute: AttributeDefinition;
  there: AttributeDefinition;
  later: AttributeChanges['later'];
  /** What the site says of what it refused. */
  refusals: readonly string[];
}

/**
 * Makes the attributes that are missing, their rules loosened, and changes those that differ where
 * that was chosen.
 */
export class AttributeWriter {
  readonly #attempt: RestoreAttempt;
  readonly #types: ReadonlyMap<string, string>;
  readonly #maps: IdMaps;
  readonly #made: ReadonlySet<string>;

  /** `types`: the backup's id → the id there. */
  constructor(attempt: RestoreAttempt, types: ReadonlyMap<string, string>, maps: IdMaps) {
    this.#attempt = attempt;
    this.#types = types;
    this.#maps = maps;
    this.#made = new Set(attempt.checkpoint.attributes);
  }

  /**
   * Types of one depth side by side, for none of them waits for another; the attributes of a type
   * one after the other, as they are ordered.
   */
  async write(): Promise<WrittenAttributes> {
    const { context, clock } = this.#attempt.parts;
    const { types } = context.source.structure;
    const byType = new Map<string, Outcome[]>();
    const depths = depthsOf(types);
    for (const level of Map.groupBy(types, ({ id }) => depths.get(id)).values()) {
      const next = () => {
        const type = level.shift();
        return type === undefined ? null : () => this.#writeType(type);
      };
      const written = runParallel(next, { clock, signal: this.#attempt.signal });
      for await (const { typeId, outcomes } of written) byType.set(typeId, outcomes);
    }
    return this.#gather(types.flatMap((type) => byType.get(type.id) ?? []));
  }

  #gather(outcomes: Outcome[]): WrittenAttributes {
    const attributes = new Map<string, string>();
    const deferred: DeferredChange[] = [];
    for (const outcome of outcomes) {
      if (outcome.id !== undefined) attributes.set(outcome.sourceId, outcome.id);
      if (outcome.deferred) deferred.push(outcome.deferred);
      if (outcome.note !== undefined) this.#attempt.note(outcome.note);
    }
    return { attributes, deferred };
  }

  async #writeType(type: StructureType): Promise<{ typeId: string; outcomes: Outcome[] }> {
    const { structure } = this.#attempt.parts.context.source;
    const outcomes: Outcome[] = [];
    for (const attribute of ownAttributes(structure, type.id))
      if (!attribute.system) outcomes.push(await this.#write(type, attribute));
    return { typeId: type.id, outcomes };
  }

  async #write(type: StructureType, attribute: AttributeDefinition): Promise<Outcome> {
    const { context, input } = this.#attempt.parts;
    const wanted = attributeInput(attribute, this.#maps);
    const there = context.matches.structure.attributes.get(attribute.id);
    const isMade = this.#made.has(attribute.id);
    if (there && !(isMade && isAutomatic(attribute))) {
      const isToChange = !isMade && input.changeDefinitions && wanted !== undefined;
      if (isToChange) return this.#change(type, attribute, there, wanted);
      return { sourceId: attribute.id, id: there.id };
    }
    if (wanted) return this.#make(type, attribute, wanted);
    return {
      sourceId: attribute.id,
      note: `The attribute "${attribute.name}" of ${type.name} wasn't created because it refers to an object type that doesn't exist on the destination. Its values were skipped.`,
    };
  }

  async #make(
    type: StructureType,
    attribute: AttributeDefinition,
    wanted: AttributeInput,
  ): Promise<Outcome> {
    const typeId = this.#targetTypeOf(type);
    const automatic = isAutomatic(attribute) ? await this.#automaticOf(typeId) : undefined;
    if (automatic) return this.#adapt(type, attribute, automatic, wanted);
    let id: string | undefined;
    const refusal = await tryWrite(this.#attempt, async () => {
      id = await this.#create(typeId, wanted);
    });
    return {
      sourceId: attribute.id,
      id,
      note:
        refusal === undefined
          ? undefined
          : `The destination refused the attribute "${attribute.name}" of ${type.name}: ${refusal} Its values were skipped.`,
    };
  }

  #create(typeId: string, wanted: AttributeInput): Promise<string> {
    const { target } = this.#attempt.parts;
    const { signal } = this.#attempt;
    return this.#attempt.makeOnce({
      find: async () => {
        const attributes = await target.attributes(typeId, signal);
        return attributes.find(
          ({ name, kind }) => name === wanted.name && isSameType(kind, wanted.kind),
        )?.id;
      },
      create: async () => {
        const input = withoutFalseLabel(loosened(wanted));
        return (await target.createAttribute(typeId, input, signal)).id;
      },
    });
  }

  /** The attribute that Assets makes with a type becomes as the backup has it. */
  async #adapt(
    type: StructureType,
    attribute: AttributeDefinition,
    automatic: AttributeDefinition,
    wanted: AttributeInput,
  ): Promise<Outcome> {
    const { now = {}, later } = automaticChanges(attribute, automatic, wanted, this.#maps);
    const refusals = await this.#updateAsFarAsTaken(this.#targetTypeOf(type), automatic.id, now);
    return this.#changed({ type, attribute, there: automatic, later, refusals });
  }

  /**
   * All changes at once; each by itself where the site refuses some, so that one of them costs no
   * other. Returns what the site says of those it refuses.
   */
  async #updateAsFarAsTaken(
    typeId: string,
    id: string,
    changes: Partial<AttributeInput>,
  ): Promise<string[]> {
    const fields = Object.entries(changes);
    if (fields.length === 0) return [];
    const refusal = await this.#update(typeId, id, changes);
    if (refusal === undefined) return [];
    if (fields.length === 1) return [refusal];
    const refusals: string[] = [];
    for (const [field, value] of fields) {
      const refused = await this.#update(typeId, id, { [field]: value });
      if (refused !== undefined) refusals.push(refused);
    }
    return refusals;
  }

  /** The site's message when it refuses. */
  #update(
    typeId: string,
    id: string,
    changes: Partial<AttributeInput>,
  ): Promise<string | undefined> {
    const { target } = this.#attempt.parts;
    return tryWrite(this.#attempt, () =>
      this.#attempt.count(target.updateAttribute(typeId, id, changes, this.#attempt.signal)),
    );
  }

  async #automaticOf(typeId: string): Promise<AttributeDefinition | undefined> {
    const attributes = await this.#attempt.parts.target.attributes(typeId, this.#attempt.signal);
    return attributes.find(isAutomatic);
  }

  /** Stricter rules are deferred: existing or future values may conflict with them. */
  async #change(
    type: StructureType,
    attribute: AttributeDefinition,
    there: AttributeDefinition,
    wanted: AttributeInput,
  ): Promise<Outcome> {
    const { now, later } = attributeChanges(attribute, there, wanted, this.#maps);
    const refusal = now && (await this.#update(this.#targetTypeOf(type), there.id, now));
    const refusals = refusal === undefined ? [] : [refusal];
    return this.#changed({ type, attribute, there, later, refusals });
  }

  #changed({ type, attribute, there, later, refusals }: Changed): Outcome {
    return {
      sourceId: attribute.id,
      id: there.id,
      deferred: later && {
        typeId: this.#targetTypeOf(type),
        typeName: type.name,
        attributeId: there.id,
        attributeName: attribute.name,
        changes: later,
      },
      note:
        refusals.length === 0
          ? undefined
          : `The destination refused to change the attribute "${attribute.name}" of ${type.name}: ${refusals.join(' ')}`,
    };
  }

  #targetTypeOf({ id, name }: StructureType): string {
    const typeId = this.#types.get(id);
    if (typeId === undefined) throw new Error(`The object type "${name}" wasn't created.`);
    return typeId;
  }
}

/** Assets makes the first text attribute the label; asking for the opposite is refused. */
function withoutFalseLabel({ label, ...input }: AttributeInput): AttributeInput {
  return label ? { ...input, label } : input;
}
