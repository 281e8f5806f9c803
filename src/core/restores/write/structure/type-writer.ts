import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import { typeDifferences } from '../../../compare/structure/definition-differences.ts';
import type { StructureType } from '../../../compare/structure/schema-structure.ts';
import { Refused } from '../../../kernel/errors.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import type { MadeIcons } from './make-icons.ts';
import { tryWrite } from './try-write.ts';

/** Makes the object types that are missing, and changes those that differ where that was chosen. */
export class TypeWriter {
  readonly #attempt: RestoreAttempt;
  readonly #schemaId: string;
  readonly #icons: MadeIcons;
  readonly #types = new Map<string, string>();

  /** `icons`: those that the run uploaded or could not. */
  constructor(attempt: RestoreAttempt, schemaId: string, icons: MadeIcons) {
    this.#icons = icons;
    this.#attempt = attempt;
    this.#schemaId = schemaId;
  }

  /** Parents first. The backup's id → the id there. */
  async write(): Promise<ReadonlyMap<string, string>> {
    const { context, input } = this.#attempt.parts;
    const { types } = context.source.structure;
    for (const type of types) {
      const there = context.matches.structure.types.get(type.id);
      this.#types.set(type.id, there?.id ?? (await this.#make(type)));
    }
    if (input.changeDefinitions) for (const type of types) await this.#change(type);
    return this.#types;
  }

  /** With its icon if the site has it, else with the fallback. */
  async #make(type: StructureType): Promise<string> {
    const id = await this.#makeWithIcon(type);
    const whyStandard = this.#icons.refused.get(type.iconId);
    if (whyStandard !== undefined) this.#attempt.noteForGood(whyStandard);
    return id;
  }

  async #makeWithIcon(type: StructureType): Promise<string> {
    const { names, fallbackIcon } = this.#attempt.parts.context.matches;
    const icon = names.icon.get(type.iconId) ?? this.#icons.made.get(type.iconId) ?? fallbackIcon;
    if (icon === undefined)
      throw new Refused(
        'no-icon',
        "The destination lists no icons, and object types can't be created without one. Add an icon in the global settings of Assets there, then resume the restore.",
      );
    try {
      return await this.#makeWith(type, icon);
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      if (icon === fallbackIcon || fallbackIcon === undefined) throw asRefused(type, error);
      const id = await this.#makeWithStandard(type, fallbackIcon);
      this.#attempt.noteForGood(
        `The destination refused the icon of the object type "${type.name}" (${error.message}). A standard icon is used instead.`,
      );
      return id;
    }
  }

  async #makeWithStandard(type: StructureType, icon: string): Promise<string> {
    try {
      return await this.#makeWith(type, icon);
    } catch (error) {
      throw error instanceof WriteRefused ? asRefused(type, error) : error;
    }
  }

  #makeWith(type: StructureType, iconId: string): Promise<string> {
    const { target } = this.#attempt.parts;
    const { signal } = this.#attempt;
    const { name, description, parentId, inherited, abstract } = type;
    const schemaId = this.#schemaId;
    return this.#attempt.makeOnce({
      find: async () => {
        const types = await target.objectTypes(schemaId, signal);
        return types.find((each) => each.name === name)?.id;
      },
      create: async () => {
        const parent = parentId === null ? undefined : this.#types.get(parentId);
        const made = await target.createObjectType(
          { name, description, iconId, schemaId, inherited, abstract, parentId: parent },
          signal,
        );
        return made.id;
      },
    });
  }

  /** A type that was there becomes as the backup has it. */
  async #change(type: StructureType): Promise<void> {
    const { context, target } = this.#attempt.parts;
    const there = context.matches.structure.types.get(type.id);
    const differences = there ? typeDifferences(type, there) : [];
    if (!there || differences.length === 0) return;
    const changes = Object.fromEntries(differences.map(({ field }) => [field, type[field]]));
    const refusal = await tryWrite(this.#attempt, () =>
      this.#attempt.count(target.updateObjectType(there.id, changes, this.#attempt.signal)),
    );
    if (refusal !== undefined)
      this.#attempt.note(
        `The destination refused to change the object type "${type.name}": ${refusal}`,
      );
  }
}

/** Its objects have no place without it. */
const asRefused = ({ name }: StructureType, { message }: WriteRefused): Refused =>
  new Refused(
    'type-refused',
    `The destination refused the object type "${name}": ${message} Create it in Assets, or leave it out, then restore again.`,
  );
