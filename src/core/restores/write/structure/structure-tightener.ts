import type { AqlNames } from '../../../assets/aql/aql-names.ts';
import { rewriteAql } from '../../../assets/aql/rewrite-aql.ts';
import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../../assets/model/definitions/attribute-input.ts';
import {
  attributeInput,
  tightening,
  type IdMaps,
  type Tightening,
} from '../../../compare/structure/attribute-input.ts';
import { idMaps } from '../../context/id-maps.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreRoute } from '../../report/restore-line.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import { filterNames } from './filter-names.ts';
import { tryWrite } from './try-write.ts';
import type { WrittenStructure } from './written-structure.ts';

const RULE_WORDS: Record<keyof Tightening, string> = {
  minimumCardinality: 'minimum number of values',
  regexValidation: 'regular expression',
  filter: 'filter',
  userGroups: 'user groups',
  allowedStatuses: 'allowed statuses',
};

/**
 * Puts the rules in force that were loosened while objects were written: least number of values,
 * regular expressions, filters, groups of users, allowed statuses. Repeatable.
 */
export class StructureTightener {
  readonly #attempt: RestoreAttempt;
  readonly #context: RestoreContext;
  readonly #written: WrittenStructure;
  readonly #route: RestoreRoute;

  /** `context`: with what the run has made. */
  constructor(
    attempt: RestoreAttempt,
    context: RestoreContext,
    written: WrittenStructure,
    route: RestoreRoute,
  ) {
    this.#attempt = attempt;
    this.#context = context;
    this.#written = written;
    this.#route = route;
  }

  async tighten(): Promise<void> {
    await this.#tightenMade();
    await this.#writeDeferred();
    await this.#endOriginalKeys();
  }

  async #tightenMade(): Promise<void> {
    const { attributes } = this.#context.source.structure;
    const madeIds = new Set(this.#attempt.checkpoint.attributes);
    const made = attributes.filter(({ id, system }) => !system && madeIds.has(id));
    const hasFilter = made.some(({ filter }) => filter !== undefined);
    const names = hasFilter ? await this.#filterNames() : undefined;
    const maps = idMaps(this.#context, (id) => this.#written.types.get(id));
    for (const attribute of made) await this.#tightenOne(attribute, maps, names);
  }

  #filterNames(): Promise<AqlNames> {
    const { restores, input } = this.#attempt.parts;
    const { tenantId, runId } = this.#route;
    const lines = restores.lines(tenantId, runId);
    return filterNames(this.#context, this.#written, input, lines);
  }

  async #tightenOne(
    attribute: AttributeDefinition,
    maps: IdMaps,
    names: AqlNames | undefined,
  ): Promise<void> {
    const typeId = this.#written.types.get(attribute.typeId);
    const id = this.#written.attributes.get(attribute.id);
    const wanted = attributeInput(attribute, maps);
    const loosenedRules = wanted && tightening(wanted);
    if (typeId === undefined || id === undefined || !loosenedRules) return;
    const thing = `the attribute "${attribute.name}" of ${this.#typeName(attribute.typeId)}`;
    const rules = names ? this.#translateFilter(thing, loosenedRules, names) : loosenedRules;
    const words = ruleWords(rules);
    if (words.length === 0) return;
    const refusal = await this.#change(typeId, id, rules);
    if (refusal !== undefined)
      this.#attempt.note(
        `The destination refused the rules of ${thing} (${words.join(', ')}): ${refusal}`,
      );
  }

  /**
   * The rules with the filter as it is called on the destination; without it where that is not
   * certain.
   */
  #translateFilter(thing: string, rules: Tightening, names: AqlNames): Tightening {
    const { filter, ...others } = rules;
    if (filter === undefined) return rules;
    const { query, certain, notes } = rewriteAql(filter, names);
    if (certain) return { ...others, filter: query };
    this.#attempt.note(
      `The filter of ${thing} wasn't set because it couldn't be translated reliably. ${notes.join(' ')} The filter was: ${filter}`,
    );
    return others;
  }

  #typeName(typeId: string): string {
    const { types } = this.#context.source.structure;
    return types.find(({ id }) => id === typeId)?.name ?? typeId;
  }

  async #writeDeferred(): Promise<void> {
    for (const deferred of this.#written.deferred) {
      const { typeId, typeName, attributeId, attributeName, changes } = deferred;
      const refusal = await this.#change(typeId, attributeId, changes);
      if (refusal !== undefined)
        this.#attempt.note(
          `The destination refused to change the attribute "${attributeName}" of ${typeName}: ${refusal}`,
        );
    }
  }

  /** The site's message when it refuses. */
  #change(
    typeId: string,
    attributeId: string,
    changes: Partial<AttributeInput>,
  ): Promise<string | undefined> {
    const { target } = this.#attempt.parts;
    return tryWrite(this.#attempt, () =>
      this.#attempt.count(
        target.updateAttribute(typeId, attributeId, changes, this.#attempt.signal),
      ),
    );
  }

  /**
   * The only thing a run deletes on a site, and the run made it. If the administrator chose so, it
   * is kept, but no longer unique.
   */
  async #endOriginalKeys(): Promise<void> {
    const { target, input } = this.#attempt.parts;
    const { signal } = this.#attempt;
    const endKey = (typeId: string, attributeId: string): Promise<unknown> =>
      input.keepOriginalKey
        ? target.updateAttribute(typeId, attributeId, { unique: false }, signal)
        : target.deleteAttribute(attributeId, signal);
    for (const { typeId, attributeId } of this.#written.uniqueKeys) {
      const refusal = await tryWrite(this.#attempt, () =>
        this.#attempt.count(endKey(typeId, attributeId)),
      );
      if (refusal !== undefined) this.#noteKeptKey(refusal);
    }
  }

  #noteKeptKey(refusal: string): void {
    const { input } = this.#attempt.parts;
    const what = input.keepOriginalKey
      ? 'is still unique: the destination refused to change that'
      : 'is still there: the destination refused to delete it';
    this.#attempt.note(
      `The attribute "${this.#attempt.checkpoint.keyName}" ${what}. ${refusal} Change it in Assets.`,
    );
  }
}

/** What the rules are called in the report. */
function ruleWords(rules: Tightening): string[] {
  const fields = Object.keys(RULE_WORDS) as (keyof Tightening)[];
  return fields.filter((field) => rules[field] !== undefined).map((field) => RULE_WORDS[field]);
}
