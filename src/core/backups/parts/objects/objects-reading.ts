/**
 * Reads the objects of a schema: page by page, then censuses until what was read matches the site.
 * Whatever still changes after the last census is listed, not guessed. In the end the site's own
 * counts are compared with what came, and what is missing is reported.
 */
import { counted } from '../../../kernel/counted.ts';
import type { ObjectType } from '../../../assets/model/definitions/object-type.ts';
import { countUnlisted } from '../../../assets/reading/count-unlisted.ts';
import { isSameCensus, takeCensus, type Census } from '../../../assets/reading/take-census.ts';
import { readObjects } from '../../../assets/reading/read-objects.ts';
import { UnansweredObjects } from '../../../assets/reading/unanswered-objects.ts';
import { compareSeen } from '../../../assets/reading/compare-seen.ts';
import { SeenObjects } from '../../../assets/reading/seen-objects.ts';
import { Refused } from '../../../kernel/errors.ts';
import type { PartShortfall } from '../../../storages/records/backup-part.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { CensusOrNone } from './census-or-none.ts';
import { KeptObjects } from './kept-objects.ts';
import { ObjectsById } from './objects-by-id.ts';
import { takeOverUnchanged } from './take-over-unchanged.ts';
import { CLOCK_MARGIN_MS } from './unchanged-rule.ts';

const CENSUSES = 5;
/** How a census differs from what was read, for one type. */
interface TypeDifference {
  typeId: string;
  toFetch: string[];
  toConfirm: string[];
}

interface Compared {
  census: Census;
  differences: TypeDifference[];
}

export class ObjectsReading {
  readonly #reading: PartReading;
  readonly #kept: KeptObjects;
  readonly #byId: ObjectsById;
  readonly #unanswered: UnansweredObjects;
  readonly #census: CensusOrNone;
  #keyset = false;
  #objects = 0;

  constructor(reading: PartReading) {
    this.#reading = reading;
    this.#kept = new KeptObjects(reading);
    this.#unanswered = new UnansweredObjects({
      askAgain: (id) => reading.site.objectsById([id], reading.pace.signal),
    });
    this.#byId = new ObjectsById(reading, this.#kept, this.#unanswered);
    this.#census = new CensusOrNone(reading.site, reading.schemaId);
  }

  /**
   * Returns what the site counts and did not list. @throws Refused `schema-empty` |
   * `nothing-listed`, and whatever AssetsReader throws
   */
  async run(): Promise<PartShortfall | undefined> {
    const { site, schemaId, meter, pace } = this.#reading;
    const types = await this.#reading.types.first();
    await this.#resume(types);
    // Asked first, so that pages can be in the order of ids.
    this.#keyset = await site.supportsKeyset(schemaId, pace.signal);
    meter.set({
      step: 'Reading objects',
      total: types.reduce((sum, type) => sum + type.objectCount, 0),
      done: this.#objects,
    });
    const census = await this.#readChanged(types);
    if (!census) await this.#readPages(types);
    meter.set({ step: 'Looking for changes during the backup' });
    await this.#settle(census);
    await this.#byId.placeMoved();
    const unlisted = await this.#lookForUnlisted();
    const isNothing = this.#kept.places.size === 0 && this.#reading.state.unsaved.count === 0;
    const mayBeNothing = this.#reading.mayBeEmpty && unlisted === 0;
    if (isNothing && !mayBeNothing) throw nothingRead(unlisted);
    this.#reading.outcome.newest = this.#kept.places.newest(pace.clock.now() + CLOCK_MARGIN_MS);
    return this.#shortfall(unlisted);
  }

  #shortfall(unlisted: number): PartShortfall | undefined {
    const messages = [
      unlisted === 0 ? [] : unlistedMessage(unlisted),
      this.#census.shortfall ?? [],
    ].flat();
    return messages.length === 0 ? undefined : { message: messages.join(' ') };
  }

  async #resume(types: ObjectType[]): Promise<void> {
    types.forEach(({ id }) => this.#kept.places.of(id));
    for await (const { type, id } of this.#reading.writer.ids('object'))
      this.#kept.places.of(type).add(id, Number.NaN);
    this.#objects = this.#kept.places.size;
  }

  /**
   * If the base can be leaned on, takes over what has not changed since and reads the rest. Returns
   * the census it relied on; undefined if everything has to be read.
   */
  async #readChanged(types: ObjectType[]): Promise<Census | undefined> {
    const reading = this.#reading;
    const { base, leaning, meter } = reading;
    if (!base || leaning.silent.count > 0) return undefined;
    const [kept, keyset] = [this.#kept, this.#keyset];
    meter.set({ step: 'Looking for changes since the last backup' });
    const takeOver = () => takeOverUnchanged({ reading, base, kept, types, keyset });
    const left = await this.#census.take(takeOver, reading.pace.signal);
    if (!left) return undefined;
    const { whole, ids, toCompare, people, takenOver, census } = left;
    meter.set({ step: 'Reading objects' });
    this.#objects = takenOver;
    await this.#readPages(types.filter(({ id }) => whole.has(id)));
    await this.#byId.fetch(ids, { census });
    const compared = toCompare.size;
    kept.compare(toCompare);
    await this.#byId.fetch([...toCompare.keys()], { census });
    const isSound = leaning.silent.count === 0 && (await kept.takeOverPeople(people));
    if (!isSound) return undefined;
    reading.outcome.takenOver = { objects: takenOver, compared };
    return census;
  }

  async #readPages(types: ObjectType[]): Promise<void> {
    const { site, state, meter } = this.#reading;
    const wanted = types.map((type) => ({
      id: type.id,
      expected: type.objectCount,
      from: state.contiguous[type.id] ?? 0,
    }));
    const pace = { ...this.#reading.pace, keyset: this.#keyset, unanswered: this.#unanswered };
    for await (const { typeId, page, contiguous } of readObjects(site, wanted, pace)) {
      await this.#kept.keep(page);
      state.contiguous[typeId] = contiguous;
      this.#objects += page.objects.length;
      meter.set({ done: this.#objects });
      await this.#reading.afterPage(page.objects.length);
    }
  }

  /** `before`: an earlier census. */
  async #settle(before: Census | undefined): Promise<void> {
    let earlier = before;
    for (let round = 1; round <= CENSUSES; round += 1) {
      const compared = await this.#compareWithCensus();
      if (!compared) return;
      const { census, differences } = compared;
      const agreed = this.#keyset || (earlier !== undefined && isSameCensus(earlier, census));
      if (differences.length === 0 && agreed) return;
      await this.#readAgain(compared, round === CENSUSES);
      earlier = census;
    }
  }

  /** Undefined if the site answers no census. */
  async #compareWithCensus(): Promise<Compared | undefined> {
    const { site, schemaId, pace } = this.#reading;
    const types = await this.#byId.askTypes();
    const wanted = types.map((type) => ({
      id: type.id,
      read: this.#kept.places.of(type.id),
      expected: type.objectCount,
    }));
    const take = () => takeCensus(site, wanted, this.#keyset, pace);
    const census = await this.#census.take(take, pace.signal);
    if (!census) return undefined;
    const differences = this.#differences(census);
    // An account that lost its rights, or a schema that was deleted, also answers with empty
    // lists: ask before believing that objects vanished.
    await site.schema(schemaId, pace.signal);
    return { census, differences };
  }

  #differences(census: Census): TypeDifference[] {
    // A resumed run does not know in which version its objects were read before, and the clock that
    // it began by may have been ahead.
    const { startedAtMs, pace } = this.#reading;
    const unknownSince = Math.min(startedAtMs, pace.clock.now()) - CLOCK_MARGIN_MS;
    const typeIds = new Set([...this.#kept.places.typeIds, ...census.keys()]);
    return [...typeIds]
      .map((typeId) => ({
        typeId,
        ...compareSeen(
          this.#kept.places.of(typeId),
          census.get(typeId) ?? new SeenObjects(),
          unknownSince,
        ),
      }))
      .map((difference) => ({
        ...difference,
        toFetch: difference.toFetch.filter((id) => !this.#kept.unreadable.has(id)),
      }))
      .filter((difference) => difference.toFetch.length + difference.toConfirm.length > 0);
  }

  /** `isLast`: what still changed is listed. */
  async #readAgain({ census, differences }: Compared, isLast: boolean): Promise<void> {
    await this.#byId.fetch(
      differences.flatMap(({ toFetch }) => toFetch),
      { census, isLast },
    );
    await this.#byId.confirm(
      differences.flatMap(({ typeId, toConfirm }) => toConfirm.map((id) => ({ typeId, id }))),
      census,
    );
  }

  /** How many objects the site counts but does not list, even when asked twice. */
  async #lookForUnlisted(): Promise<number> {
    const first = await this.#countUnlisted();
    if (first === 0) return 0;
    const compared = await this.#compareWithCensus();
    if (!compared) return first;
    await this.#readAgain(compared, false);
    await this.#byId.placeMoved();
    return this.#countUnlisted();
  }

  async #countUnlisted(): Promise<number> {
    const { site, pace } = this.#reading;
    const unlisted = await countUnlisted(
      site,
      await this.#byId.askTypes(),
      (typeId) => this.#kept.places.of(typeId).size,
      pace.signal,
    );
    return Math.max(0, unlisted - this.#kept.unreadableCount);
  }
}

const nothingRead = (unlisted: number): Refused =>
  unlisted === 0
    ? new Refused(
        'schema-empty',
        `The schema is empty, so there is nothing to back up. To back up its object types and attributes alone, turn on "Structure of an empty schema" in Backup now or in the schedule.`,
      )
    : new Refused(
        'nothing-listed',
        `The site counts ${counted(unlisted, 'object')} in this schema but lists none. Check that the account can see them, then start a new backup.`,
      );

const unlistedMessage = (count: number): string =>
  `The site counts ${counted(count, 'more object')} than it lists, even when asked twice. Unlisted objects aren't in this backup. Take another backup later. If it keeps happening, contact Atlassian support.`;
