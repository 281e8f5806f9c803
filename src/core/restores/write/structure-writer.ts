import type { Status } from '../../assets/model/status.ts';
import type { ReferenceType } from '../../assets/model/reference-type.ts';
import { isPlainKind, isSameType } from '../../assets/model/attribute-kind.ts';
import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import { runParallel } from '../../assets/reading/run-parallel.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Refused } from '../../kernel/errors.ts';
import type { AttributeInput } from '../../assets/model/attribute-input.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { WriteRefused } from '../../assets/ports/write-refused.ts';
import type { RestoreInput } from '../restore-input.ts';
import { idMaps } from '../context/id-maps.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { attributeInput, loosened, type IdMaps } from '../../compare/attribute-input.ts';
import { definitionDifferences, typeDifferences } from '../../compare/definition-differences.ts';
import { matchNamed } from '../resolve/match-named.ts';
import {
  attributesOf,
  depthOf,
  isAutomatic,
  type StructureType,
} from '../../compare/schema-structure.ts';
import { makeOnce } from './make-once.ts';
import { keptKeyTypes, originalKeyTypes, plainKeyTypes } from '../structure/original-key-types.ts';
import type { RestoreCheckpoint } from '../restore-checkpoint.ts';
import { unlessRefused } from './unless-refused.ts';

export interface StructureOptions {
  context: RestoreContext;
  input: RestoreInput;
  target: AssetsDestination;
  checkpoint: RestoreCheckpoint;
  /** An earlier attempt may have made some of it. */ resumed: boolean;
  clock: Clock;
  settleMs: number;
  signal: AbortSignal;
  onStep: (step: string) => void;
  note: (sentence: string) => void;
  onWrite: () => void;
}

/** What the structure became: the backup's ids → ids of the destination. */
export interface WrittenStructure {
  schemaId: string;
  types: Map<string, string>;
  attributes: Map<string, string>;
  statuses: Map<string, string>;
  referenceTypes: Map<string, string>;
  /** The backup's type → the attribute that holds its objects' old keys while the run lasts. */ keys: Map<
    string,
    string
  >;
  /** Changes of attributes that were there, for when the objects are written. */ tighten: Tightening[];
}
export interface Tightening {
  typeId: string;
  typeName: string;
  attributeId: string;
  attributeName: string;
  changes: Partial<AttributeInput>;
}

/** What a field is without a value, where it can be emptied. */
const EMPTY: Partial<AttributeInput> = {
  description: '',
  suffix: '',
  regexValidation: '',
  options: '',
  userGroups: [],
};

/** Makes what is missing of a schema, in the order in which one part needs the other. Repeatable: what is there is found, not made again. */
export class StructureWriter {
  readonly #options: StructureOptions;
  readonly #written: WrittenStructure = {
    schemaId: '',
    types: new Map(),
    attributes: new Map(),
    statuses: new Map(),
    referenceTypes: new Map(),
    keys: new Map(),
    tighten: [],
  };
  readonly #listed = new Map<
    string,
    Promise<{ id: string; name: string; automatic: boolean; description: string }[]>
  >();

  constructor(options: StructureOptions) {
    this.#options = options;
  }

  /** `saved` is called as soon as the schema is known, before anything is made in it. @throws Refused `name-taken`, and what AssetsDestination throws */
  async write(saved: (schemaId: string) => Promise<void>): Promise<WrittenStructure> {
    const { context, onStep } = this.#options;
    const { structure } = context.source;
    const { matches } = context;
    onStep('Making the schema');
    this.#written.schemaId = await this.#schema();
    await saved(this.#written.schemaId);
    onStep('Making statuses and reference types');
    for (const status of matches.toMake.statuses)
      this.#written.statuses.set(status.id, await this.#status(status));
    for (const type of matches.toMake.referenceTypes)
      this.#written.referenceTypes.set(type.id, await this.#referenceType(type));
    onStep('Making object types');
    for (const type of structure.types)
      this.#written.types.set(
        type.id,
        matches.structure.types.get(type.id)?.id ?? (await this.#type(type)),
      );
    if (this.#options.input.changeDefinitions)
      for (const type of structure.types) await this.#changeType(type);
    onStep('Making attributes');
    await this.#attributes();
    await this.#originalKeys();
    return this.#written;
  }

  async #schema(): Promise<string> {
    const { input, checkpoint, target, context, resumed } = this.#options;
    if (checkpoint.schemaId !== undefined) return checkpoint.schemaId;
    if (input.schema.kind === 'existing') return input.schema.id;
    const { name, key } = input.schema;
    const find = async () =>
      (await target.schemas(this.#options.signal)).schemas.find(
        (schema) => schema.key === key && schema.name === name,
      )?.id;
    try {
      return await this.#once(
        find,
        async () =>
          (
            await target.createSchema(
              { name, key, description: context.source.structure.schema.description },
              this.#options.signal,
            )
          ).id,
        resumed,
      );
    } catch (error) {
      if (error instanceof WriteRefused)
        throw new Refused(
          'name-taken',
          `The destination refused the new schema: ${error.message} Plan again.`,
          { cause: error },
        );
      throw error;
    }
  }

  #status(status: Status): Promise<string> {
    const { name, category, description } = status;
    const { target, signal } = this.#options;
    const schemaId = this.#written.schemaId;
    const find = async () =>
      matchNamed(status, await target.statusTypes(schemaId, signal), schemaId)?.id;
    return this.#once(
      find,
      async () =>
        (
          await target.createStatus(
            {
              name,
              category,
              description,
              schemaId,
            },
            signal,
          )
        ).id,
    );
  }

  #referenceType(type: ReferenceType): Promise<string> {
    const { name, description, color } = type;
    const { target, signal } = this.#options;
    const schemaId = this.#written.schemaId;
    const find = async () =>
      matchNamed(type, await target.referenceTypes(schemaId, signal), schemaId)?.id;
    return this.#once(
      find,
      async () =>
        (
          await target.createReferenceType(
            {
              name,
              description,
              color,
              schemaId,
            },
            signal,
          )
        ).id,
    );
  }

  async #type({
    name,
    description,
    iconId,
    parentId,
    inherited,
    abstract,
  }: StructureType): Promise<string> {
    const { target, signal, context, note } = this.#options;
    const { names, fallbackIcon } = context.matches;
    const { schemaId, types } = this.#written;
    const parent = parentId === null ? undefined : types.get(parentId);
    const make = (icon: string) => async () =>
      (
        await target.createObjectType(
          {
            name,
            description,
            iconId: icon,
            schemaId,
            inherited,
            abstract,
            ...(parent ? { parentId: parent } : {}),
          },
          signal,
        )
      ).id;
    const find = async () =>
      (await target.objectTypes(schemaId, signal)).find((type) => type.name === name)?.id;
    const icon = names.icon.get(iconId);
    if (icon !== undefined && icon !== fallbackIcon) {
      try {
        return await this.#once(find, make(icon));
      } catch (error) {
        if (!(error instanceof WriteRefused) || fallbackIcon === undefined) throw error;
        note(
          `The destination refused the icon of the object type "${name}" (${error.message}); it has the fall-back icon.`,
        );
      }
    }
    return this.#once(find, make(icon ?? fallbackIcon!));
  }

  /** A type that was there becomes as the backup has it. */
  async #changeType(type: StructureType): Promise<void> {
    const { context, target, signal, note } = this.#options;
    const there = context.matches.structure.types.get(type.id);
    const changes = there
      ? Object.fromEntries(typeDifferences(type, there).map(({ field }) => [field, type[field]]))
      : {};
    if (!there || Object.keys(changes).length === 0) return;
    await unlessRefused(
      () => this.#wrote(target.updateObjectType(there.id, changes, signal)),
      (message) =>
        note(`The destination refused to change the object type "${type.name}": ${message}`),
    );
  }

  /** Types of one depth side by side, for none of them waits for another; the attributes of a type one after the other, as they are ordered. */
  async #attributes(): Promise<void> {
    const { context, clock, signal, note } = this.#options;
    const { types } = context.source.structure;
    const notes = new Map(types.map((type) => [type, [] as string[]]));
    for (const level of Map.groupBy(types, (type) => depthOf(types, type)).values()) {
      const next = () => {
        const type = level.shift();
        return type === undefined
          ? null
          : () =>
              this.#attributesOf(type, (sentence) => {
                notes.get(type)!.push(sentence);
              });
      };
      for await (const _done of runParallel(next, { clock, signal })) continue;
    }
    const order = new Map(types.map((type, at) => [type.name, at]));
    this.#written.tighten.sort((a, b) => order.get(a.typeName)! - order.get(b.typeName)!);
    for (const sentence of [...notes.values()].flat()) note(sentence);
  }

  async #attributesOf(type: StructureType, note: (sentence: string) => void): Promise<void> {
    for (const attribute of this.#options.context.source.structure.attributes.filter(
      (each) => each.typeId === type.id && !each.system,
    ))
      await this.#attribute(type, attribute, note);
  }

  async #attribute(
    type: StructureType,
    attribute: AttributeDefinition,
    note: (sentence: string) => void,
  ): Promise<void> {
    const { context, input, target, signal } = this.#options;
    const typeId = this.#written.types.get(type.id)!;
    const wanted = attributeInput(attribute, this.#maps());
    const there = context.matches.structure.attributes.get(attribute.id);
    const made = this.#options.checkpoint.attributes.includes(attribute.id);
    if (there && !(made && isAutomatic(attribute))) {
      this.#written.attributes.set(attribute.id, there.id);
      if (!made && input.changeDefinitions && wanted)
        await this.#change(type, attribute, { there, wanted, note });
      return;
    }
    if (!wanted)
      return note(
        `The attribute "${attribute.name}" of ${type.name} was not made: it refers to an object type that is not on the destination. Its values are left out.`,
      );
    await unlessRefused(
      async () => {
        const automatic = isAutomatic(attribute)
          ? (await this.#own(typeId)).find((each) => each.automatic)
          : undefined;
        if (automatic) {
          this.#written.attributes.set(attribute.id, automatic.id);
          const { name, description } = wanted;
          const changes = {
            ...(automatic.name === name ? {} : { name }),
            ...(description && description !== automatic.description ? { description } : {}),
          };
          if (Object.keys(changes).length > 0)
            await this.#wrote(target.updateAttribute(typeId, automatic.id, changes, signal));
          return;
        }
        const id = await this.#once(
          async () =>
            (await target.attributes(typeId, signal)).find(
              (each) => each.name === wanted.name && isSameType(each.kind, wanted.kind),
            )?.id,
          async () =>
            (await target.createAttribute(typeId, withoutFalseLabel(loosened(wanted)), signal)).id,
        );
        this.#written.attributes.set(attribute.id, id);
      },
      (message) =>
        note(
          `The destination refused the attribute "${attribute.name}" of ${type.name}: ${message} Its values are left out.`,
        ),
    );
  }

  async #change(
    type: StructureType,
    attribute: AttributeDefinition,
    {
      there,
      wanted,
      note,
    }: { there: AttributeDefinition; wanted: AttributeInput; note: (sentence: string) => void },
  ): Promise<void> {
    const { target, signal } = this.#options;
    const all = definitionDifferences(attribute, there, this.#maps())
      .filter(({ canChange }) => canChange)
      .map(({ field }) => [field, wanted[field] ?? EMPTY[field]] as const)
      .filter(([, value]) => value !== undefined);
    const changes = Object.fromEntries(all.filter(([field]) => !isTighter(field, there, wanted)));
    const tighter = Object.fromEntries(all.filter(([field]) => isTighter(field, there, wanted)));
    if (Object.keys(tighter).length > 0)
      this.#written.tighten.push({
        typeId: this.#written.types.get(type.id)!,
        typeName: type.name,
        attributeId: there.id,
        attributeName: attribute.name,
        changes: { ...(wanted.kind === 'reference' ? { kind: wanted.kind } : {}), ...tighter },
      });
    if (Object.keys(changes).length === 0) return;
    await unlessRefused(
      () =>
        this.#wrote(
          target.updateAttribute(
            this.#written.types.get(type.id)!,
            there.id,
            { ...(wanted.kind === 'reference' ? { kind: wanted.kind } : {}), ...changes },
            signal,
          ),
        ),
      (message) =>
        note(
          `The destination refused to change the attribute "${attribute.name}" of ${type.name}: ${message}`,
        ),
    );
  }

  /** The attribute for the old key: unique on types that this run makes and that have room; on others a plain one, only where it is to be kept. */
  async #originalKeys(): Promise<void> {
    const { context, input, checkpoint, target, signal, note } = this.#options;
    const { structure, ancestorsOnly } = context.source;
    const unique = new Set(originalKeyTypes(structure, checkpoint.types));
    const plain = new Set(
      input.keepOriginalKey
        ? plainKeyTypes(structure, [...unique], keptKeyTypes(structure, ancestorsOnly))
        : [],
    );
    for (const type of structure.types.filter(
      (each) => unique.has(each.id) || plain.has(each.id),
    )) {
      const typeId = this.#written.types.get(type.id)!;
      const inherited =
        context.destination.structure &&
        attributesOf(context.destination.structure, typeId).find(
          (each) => each.name === checkpoint.keyName && isPlainKind(each.kind),
        )?.id;
      const find = async () =>
        inherited ??
        (await target.attributes(typeId, signal)).find((each) => each.name === checkpoint.keyName)
          ?.id;
      await unlessRefused(
        async () => {
          const id = await this.#once(
            find,
            async () =>
              (
                await target.createAttribute(
                  typeId,
                  {
                    name: checkpoint.keyName,
                    kind: 'text',
                    description: 'Key of the object in the backup that it was restored from',
                    ...(unique.has(type.id) ? { unique: true } : {}),
                  },
                  signal,
                )
              ).id,
            true,
          );
          this.#written.keys.set(type.id, id);
        },
        (message) => note(`${type.name} has no attribute for the old keys: ${message}`),
      );
    }
  }

  /** The type's own attributes as they are now, asked once. */
  #own(typeId: string) {
    const known =
      this.#listed.get(typeId) ??
      this.#options.target.attributes(typeId, this.#options.signal).then((all) =>
        all.map((attribute) => ({
          id: attribute.id,
          name: attribute.name,
          automatic: isAutomatic(attribute),
          description: attribute.description ?? '',
        })),
      );
    this.#listed.set(typeId, known);
    return known;
  }

  #maps(): IdMaps {
    const { outsideTypes, referenceTypes } = this.#options.context.matches;
    return idMaps(
      {
        outsideTypes,
        referenceTypes: new Map([...referenceTypes, ...this.#written.referenceTypes]),
      },
      (id) => this.#written.types.get(id),
    );
  }

  #once<T>(
    find: () => Promise<T | undefined>,
    create: () => Promise<T>,
    lookFirst = this.#options.resumed,
  ): Promise<T> {
    const { clock, settleMs, signal } = this.#options;
    return makeOnce({
      find,
      create: () => this.#wrote(create()),
      lookFirst,
      clock,
      settleMs,
      signal,
    });
  }

  async #wrote<T>(call: Promise<T>): Promise<T> {
    const done = await call;
    this.#options.onWrite();
    return done;
  }
}

/** What values that are there, or still to come, may stand against: it is put in force when the objects are written. */
function isTighter(
  field: keyof AttributeInput,
  there: AttributeDefinition,
  wanted: AttributeInput,
): boolean {
  const number = (value: number | undefined, otherwise: number): number => {
    const known = value ?? otherwise;
    return known < 0 ? Infinity : known;
  };
  if (field === 'minimumCardinality')
    return number(wanted.minimumCardinality, 0) > number(there.minimumCardinality, 0);
  if (field === 'maximumCardinality')
    return number(wanted.maximumCardinality, 1) < number(there.maximumCardinality, 1);
  return field === 'unique' && wanted.unique === true;
}

/** Not being the label is no wish: Assets makes the first text the label. */
function withoutFalseLabel({ label, ...input }: AttributeInput): AttributeInput {
  return label ? { ...input, label } : input;
}
