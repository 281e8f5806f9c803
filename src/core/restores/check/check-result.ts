import { compare } from '../../compare/compare.ts';
import type { ObjectPair } from '../../compare/compare-objects.ts';
import type { ObjectRef, Snapshot } from '../../compare/snapshot.ts';
import { Refused } from '../../kernel/errors.ts';
import { inTurns } from '../../kernel/loops/steps.ts';
import { openSnapshots, restoreRules } from '../comparing/restore-rules.ts';
import type { AtDestination } from '../context/at-destination.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { CheckFacts } from '../restore-facts.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { MappedValues } from '../values/map-values.ts';
import { attributeTargets } from '../values/attribute-targets.ts';
import { judgeObject, type Judged } from './objects/judge-object.ts';
import { ListedObjects, MAX_LABEL, MAX_LISTED } from './objects/listed-objects.ts';
import type { Reported, ReportedObjects } from './objects/reported-objects.ts';
import { checkArchived } from './parts/check-archived.ts';
import { checkAttachments } from './parts/check-attachments.ts';
import { checkComments } from './parts/check-comments.ts';
import { checkRoles } from './parts/check-roles.ts';
import { describeStructure } from './describe-structure.ts';
import { pairArchived } from './parts/pair-archived.ts';
import { WithoutArchived } from './parts/without-archived.ts';

export interface CheckRequest {
  context: RestoreContext;
  input: RestoreInput;
  reported: ReportedObjects;
  open: AtDestination;
}

/**
 * Compares what a restore has written with the backup, value by value, and judges what differs.
 * Writes nothing.
 */
export async function checkResult(request: CheckRequest): Promise<CheckFacts> {
  const { context, input, open } = request;
  const { source, matches } = context;
  const attributes = attributeTargets(source.structure, matches.structure, () => undefined, {
    adapted: source.adapted,
    makesType: () => false,
    changesDefinitions: input.changeDefinitions,
  });
  const snapshots = openSnapshots(context, open);
  const { schemaId } = context.destination;
  if (!snapshots || schemaId === undefined)
    throw new Refused('schema-gone', 'The schema was deleted from Assets.');
  const rules = restoreRules(context, attributes);
  const { structure, objects } = compare(snapshots.backup, snapshots.there, rules);
  const check = new ObjectCheck(request, (id) => attributes.get(id)?.name ?? id);
  open.meter.set({ step: 'Comparing every value', done: 0, total: matches.objects.matched });
  const archived: ObjectRef[] = [];
  for await (const each of objects) {
    if (each.kind === 'object') check.judge(each);
    else if (each.kind === 'object-only-in-a') {
      if (open.inArchive.has(each.ref.id)) archived.push(each.ref);
      else check.noteMissing(each.ref);
    }
  }
  for await (const { pair } of pairArchived(snapshots.backup, archived, rules, {
    ...open,
    schemaId,
  }))
    check.judgeArchived(pair);
  const described = await inTurns(describeStructure(source.structure, structure, rules.ids));
  const roles = await checkRoles(context, open);
  const comments = input.comments ? await checkComments(context, open) : [];
  const attachments = input.attachments ? await checkAttachments(context, open) : [];
  return {
    ...(await check.facts(snapshots.backup)),
    structure: [
      ...described,
      ...checkArchived(context, check.notGiven),
      ...roles,
      ...comments,
      ...attachments,
    ].slice(0, MAX_LISTED),
  };
}

const WAS_ARCHIVED: Reported = { wasThere: true, notWritten: false, leftOut: new Set() };

/** Counts and lists what was judged. */
class ObjectCheck {
  readonly #request: CheckRequest;
  readonly #nameOf: (attributeId: string) => string;
  readonly #listed: ListedObjects;
  readonly #withoutArchived: WithoutArchived;
  readonly #counts = { equal: 0, explained: 0, kept: 0, differs: 0 };
  readonly #missing: ObjectRef[] = [];
  #compared = 0;
  #missingCount = 0;
  /** Archived objects whose values the site doesn't give. */
  notGiven = 0;

  constructor(request: CheckRequest, nameOf: (attributeId: string) => string) {
    this.#request = request;
    this.#nameOf = nameOf;
    this.#listed = new ListedObjects(request.context, nameOf);
    this.#withoutArchived = new WithoutArchived(
      request.context.source.structure.attributes,
      request.open.inArchive,
    );
  }

  judge(pair: ObjectPair<MappedValues>): void {
    const { input, reported } = this.#request;
    const judged = judgeObject(this.#withoutArchived.of(pair), {
      reported: reported.objects.get(pair.a.id),
      rule: input,
      nameOf: this.#nameOf,
    });
    this.#note(pair, judged);
  }

  /** One that was in the archive before the restore stays there as it was. */
  judgeArchived(pair: ObjectPair<MappedValues> | undefined): void {
    const { source, matches } = this.#request.context;
    if (!pair) this.notGiven += 1;
    else if (matches.objects.isOwn(source.graph.nodeOf(pair.a.id))) this.judge(pair);
    else
      this.#note(
        pair,
        judgeObject(this.#withoutArchived.of(pair), {
          reported: WAS_ARCHIVED,
          rule: { existing: 'missing', clearEmpty: false },
          nameOf: this.#nameOf,
        }),
      );
  }

  #note(pair: ObjectPair<MappedValues>, { verdict, differences }: Judged): void {
    this.#count(verdict);
    if (verdict === 'kept' || verdict === 'differs') this.#listed.add(verdict, pair, differences);
  }

  #count(verdict: Judged['verdict']): void {
    this.#counts[verdict] += 1;
    this.#compared += 1;
    this.#request.open.meter.set({ done: this.#compared });
  }

  /** Whether somebody had moved the object to another type before it was restored. */
  #isLeftMoved({ id }: ObjectRef): boolean {
    const { source, matches } = this.#request.context;
    const isMoved = matches.moved.has(source.graph.nodeOf(id));
    return isMoved && this.#request.reported.objects.get(id)?.notWritten === true;
  }

  /** An object of the backup that the destination doesn't list among those of its types. */
  noteMissing(ref: ObjectRef): void {
    if (this.#request.reported.neverMade.has(ref.id)) return;
    if (this.#isLeftMoved(ref)) return this.#count('explained');
    this.#missingCount += 1;
    if (this.#missing.length < MAX_LISTED) this.#missing.push(ref);
  }

  async facts(backup: Snapshot): Promise<Omit<CheckFacts, 'structure'>> {
    const { target, pace } = this.#request.open;
    const { differs, kept } = await this.#listed.inWords(target, pace);
    return {
      compared: this.#compared,
      equal: this.#counts.equal,
      explained: this.#counts.explained,
      kept: this.#counts.kept,
      missing: this.#missingCount,
      differingCount: this.#counts.differs,
      differing: differs,
      keptObjects: kept,
      missingObjects: await this.#describeMissing(backup),
    };
  }

  async #describeMissing(backup: Snapshot): Promise<CheckFacts['missingObjects']> {
    const objects = await backup.objects(this.#missing);
    const names = new Map(backup.structure.types.map(({ id, name }) => [id, name]));
    return objects.map(({ key, label, typeId }) => ({
      key,
      label: label.slice(0, MAX_LABEL),
      type: names.get(typeId) ?? typeId,
    }));
  }
}
