import { inTurns } from '../../../kernel/loops/steps.ts';
import { BackupSnapshot } from '../../../compare/backup-snapshot.ts';
import type { RunHandler, RunOutcome } from '../../../runs/run-handler.ts';
import type { Backup } from '../../../backups/backup.ts';
import type { RunLease } from '../../../runs/run-lease.ts';
import { compareExisting } from '../../comparing/compare-existing.ts';
import {
  atDestination,
  pinBackup,
  unpinBackup,
  type AtDestination,
  type RestoreDeps,
} from '../../context/at-destination.ts';
import { countAttachments } from '../../attachments/count-attachments.ts';
import { countComments } from '../../comments/count-comments.ts';
import { readContext, type RestoreContext } from '../../context/restore-context.ts';
import { closingEdges } from '../../objects/closing-edges.ts';
import type { OwnUpdate } from '../../report/issue-line.ts';
import type { RestoreInput } from '../../restore-input.ts';
import type { Unresolved } from '../../resolve/unresolved.ts';
import { readDestinationRights } from './destination-rights.ts';
import { findConflicts, type FoundConflicts } from '../decisions/find-conflicts.ts';
import { planIssues, type FoundIssues } from '../plan-issues.ts';
import { makePlan } from './make-plan.ts';
import {
  findOutsideObjects,
  type OutsideDeps,
  type OutsideObjects,
} from '../decisions/outside-objects.ts';
import { plannedTargets, withDefinitionsToCome, withNothingEmpty } from './planned-targets.ts';
import { planRoles } from './plan-roles.ts';
import { planAttributes } from './plan-structure.ts';
import { restorePlanKind, type RestorePlanRun } from '../restore-plan-kind.ts';
import type { RestorePlan } from '../restore-plan.ts';

export type PlanRestoreDeps = RestoreDeps & OutsideDeps;

/** The run that makes a plan: reads backup and destination, and writes nothing. */
export class PlanRestore implements RunHandler<RestoreInput, undefined, RestorePlan> {
  readonly kind = restorePlanKind;
  readonly #deps: PlanRestoreDeps;

  constructor(deps: PlanRestoreDeps) {
    this.#deps = deps;
  }

  async work(
    lease: RunLease<RestoreInput, undefined, RestorePlan>,
  ): Promise<RunOutcome<RestorePlan>> {
    const { run } = lease;
    const { people: _reviewed, ...input } = run.input;
    const { restores } = this.#deps;
    const { tenantId, id: runId } = run;
    const backup = await pinBackup(this.#deps, run);
    return atDestination(this.#deps, { lease, input, backup }, async (open) => {
      const context = await readContext({ tenantId, runId, input, restores, ...open });
      const nameOutside = (found: FoundConflicts): Promise<OutsideObjects> => {
        open.meter.set({ step: 'Looking up what is missing' });
        return findOutsideObjects(this.#deps, {
          tenantId,
          ...outsideOf(context, found),
          signal: open.pace.signal,
        });
      };
      const sourceWorkspace = context.source.header.site.workspaceId;
      const between = { tenantId, sourceWorkspace, targetWorkspace: input.place.siteKey };
      const ownUpdates = (ids: readonly string[]) => restores.issues.ownUpdates(between, ids);
      const parts = { backup, open, nameOutside, ownUpdates };
      return { result: await planFrom(context, input, parts) };
    });
  }

  async settle(run: RestorePlanRun): Promise<void> {
    await unpinBackup(this.#deps, run);
  }
}

/** The objects that are missing, and the types that they should be of. */
function outsideOf({ source, destination, matches }: RestoreContext, found: FoundConflicts) {
  const listed = matches.unresolved.filter(({ kind }) => kind === 'reference');
  const attributes = new Set(
    [...found.missing.byCause.values()].flatMap(({ attributeId = [] }) => attributeId),
  );
  const types = source.structure.attributes
    .filter(({ id }) => attributes.has(id))
    .flatMap(({ referencedTypeId = [] }) => referencedTypeId);
  return {
    sourceKey: source.header.site.workspaceId,
    isSameSite: destination.isSameSite,
    ids: listed.map(({ id }) => id),
    typeIds: [...new Set(types)],
  };
}

interface PlanParts {
  backup: Backup;
  open: AtDestination;
  nameOutside: (found: FoundConflicts) => Promise<OutsideObjects>;
  /** What earlier restores changed of issues. */
  ownUpdates: (issueIds: readonly string[]) => Promise<OwnUpdate[]>;
}

async function planFrom(
  context: RestoreContext,
  input: RestoreInput,
  { backup, open, nameOutside, ownUpdates }: PlanParts,
): Promise<RestorePlan> {
  const { source, matches } = context;
  const { target, reader, meter, pace } = open;
  const { attributesToMake } = await inTurns(planAttributes(context));
  const whileWriting = withDefinitionsToCome(context);
  const attributes = plannedTargets(context, input, attributesToMake);
  meter.set({ step: 'Comparing objects' });
  const comparison = { context: whileWriting, attributes, input, ...open };
  const { differences } = await compareExisting(comparison);
  const closing = await inTurns(closingEdges(source.graph, (node) => matches.objects.has(node)));
  meter.set({ step: 'Looking for values that would be refused' });
  const conflicts = await findConflicts({
    context: whileWriting,
    backup: new BackupSnapshot(reader, source.structure, pace.signal),
    closing,
    attributes: plannedTargets(withNothingEmpty(context), input, attributesToMake),
    input,
    differences,
  });
  // A figure beside the plan, not a reason to have none.
  const objectTotal = await target.objectTotal(pace.signal).catch(() => undefined);
  const allowance = target.allowance();
  const outside = await nameOutside(conflicts);
  const rights = await readDestinationRights(target, input, pace.signal);
  const roles = await planRoles(context, target, pace.signal);
  const comments = input.comments ? await countComments(reader, context, pace.signal) : undefined;
  const limits = target.attachmentStore?.limits;
  const attachments =
    input.attachments && limits
      ? await countAttachments(reader, context, { limits, signal: pace.signal })
      : undefined;
  const { issues, doubtful } = await planIssues(context, input, open, ownUpdates);
  const more = { outside, rights, roles, comments, attachments, issues };
  const compared = { differing: differences.count, unknown: differences.unknown.size };
  const found = { ...compared, closing, ...more, ...conflicts };
  const hasArchive = target.archive !== undefined;
  const facts = { backup, allowance, objectTotal, hasArchive, ...found };
  return inTurns(makePlan(withDoubtful(context, doubtful, issues), input, facts));
}

/** What a rule can be chosen for is issues as well. */
function withDoubtful(
  context: RestoreContext,
  doubtful: Unresolved[],
  issues: FoundIssues['issues'],
): RestoreContext {
  const { matches } = context;
  const unresolved = [...matches.unresolved, ...doubtful];
  const more = (issues?.doubtful?.things ?? 0) - doubtful.length;
  const moreUnresolved = matches.moreUnresolved + more;
  return { ...context, matches: { ...matches, unresolved, moreUnresolved } };
}
