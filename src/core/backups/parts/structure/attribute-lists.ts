import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { ObjectType } from '../../../assets/model/definitions/object-type.ts';
import { isOfAccount, isOfCallAlone, Unanswered } from '../../../assets/ports/pages/unanswered.ts';
import { unlessUnanswered } from '../../../assets/reading/unless-unanswered.ts';
import { counted } from '../../../kernel/counted.ts';
import { ProductError } from '../../../kernel/errors.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { nameSome } from './name-some.ts';

/** More types than this are no exceptions. */
const MAX_UNLISTED = 20;

/**
 * Reads the attributes of object types, type by type. The objects of a type can be read without
 * them, so a type whose list the site refuses or never answers ends nothing while it gives others.
 */
export class AttributeLists {
  readonly #reading: PartReading;
  readonly #unlisted: { type: ObjectType; error: ProductError }[] = [];
  #isGiven = false;

  constructor(reading: PartReading) {
    this.#reading = reading;
  }

  /** None for a type whose list isn't given. @throws what is said of the site or the schema */
  async of(type: ObjectType, signal: AbortSignal): Promise<AttributeDefinition[]> {
    const { site, schemaId } = this.#reading;
    const assertUp = () => site.schema(schemaId, signal);
    try {
      const read = await unlessUnanswered(() => site.attributes(type.id, signal), assertUp);
      if (read instanceof Unanswered) return this.#leaveOut(type, read);
      this.#isGiven = true;
      return read;
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
      if (!(await this.#isOfList(type, error, signal))) throw error;
      return this.#leaveOut(type, error);
    }
  }

  /**
   * Which types were left out, in a sentence. @throws what was said of all of them, if it is about
   * the account
   */
  shortfall(): string | undefined {
    const [first] = this.#unlisted;
    if (!first) return undefined;
    if (!this.#isGiven && isOfAccount(first.error)) throw this.#ofAll(first.error);
    const names = nameSome(this.#unlisted.map(({ type }) => type.name));
    const types = counted(this.#unlisted.length, 'object type');
    return `The attributes of ${types} (${names}) couldn't be read. ${first.error.message}`;
  }

  /** Whether an error is about this list alone. @throws what the site says of the whole schema */
  async #isOfList(type: ObjectType, error: ProductError, signal: AbortSignal): Promise<boolean> {
    const { site, schemaId } = this.#reading;
    const { code } = error;
    if (isOfCallAlone(error)) return true;
    if (isOfAccount(error) || code === 'site-redirects') {
      await site.schema(schemaId, signal);
      return true;
    }
    if (code !== 'schema-gone') return false;
    const types = await this.#reading.types.now();
    return types.some(({ id }) => id === type.id);
  }

  /** What was said of the types themselves goes before what was said of their attributes. */
  #ofAll(error: ProductError): ProductError {
    return this.#reading.types.error ?? error;
  }

  #leaveOut(type: ObjectType, error: ProductError): AttributeDefinition[] {
    this.#unlisted.push({ type, error });
    if (this.#unlisted.length > MAX_UNLISTED) throw this.#ofAll(error);
    return [];
  }
}
