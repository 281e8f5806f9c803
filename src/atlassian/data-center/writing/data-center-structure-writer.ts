import type { AttributeDefinition } from '../../../core/assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../../core/assets/model/definitions/attribute-input.ts';
import type { ReferenceTypeInput } from '../../../core/assets/model/definitions/reference-type-input.ts';
import { WriteRefused } from '../../../core/assets/ports/write-refused.ts';
import { attributeInput, SAME_IDS } from '../../../core/compare/structure/attribute-input.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import type { AssetsCalls } from '../../assets/calls/assets-calls.ts';
import { AssetsStructureWriter } from '../../assets/writing/assets-structure-writer.ts';

type AttributesOf = (typeId: string, signal?: AbortSignal) => Promise<AttributeDefinition[]>;

/** Writes everything but objects on Data Center (assets-api: D.2). */
export class DataCenterStructureWriter extends AssetsStructureWriter {
  readonly #attributesOf: AttributesOf;

  /** `attributesOf` reads the attributes of a type, without inherited ones. */
  constructor(calls: AssetsCalls, attributesOf: AttributesOf) {
    super(calls);
    this.#attributesOf = attributesOf;
  }

  /**
   * A change has to name the attribute's kind, and nothing documents what happens to fields that
   * are left out: everything is sent that there is a known way to send. The projects that a version
   * is limited to have none, which the plan says.
   */
  override async updateAttribute(
    typeId: string,
    id: string,
    input: Partial<AttributeInput>,
    signal?: AbortSignal,
  ): Promise<void> {
    const own = await this.#attributesOf(typeId, signal);
    const there = own.find((each) => each.id === id);
    const whole = there ? { ...attributeInput(there, SAME_IDS), ...input } : input;
    await super.updateAttribute(typeId, id, whole, signal);
  }

  /** Undocumented: a site without this call refuses it. */
  override async createReferenceType(
    input: ReferenceTypeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> {
    try {
      return await super.createReferenceType(input, signal);
    } catch (error) {
      if (!(error instanceof Refused && NOT_OFFERED.has(error.code))) throw error;
      throw new WriteRefused("This site doesn't accept new reference types.", {}, { cause: error });
    }
  }
}

const NOT_OFFERED: ReadonlySet<string> = new Set(['schema-gone', 'site-refused']);
