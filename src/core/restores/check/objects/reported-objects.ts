import type { RunId, TenantId } from '../../../kernel/ids.ts';
import type { RestoreStore } from '../../report/restore-line.ts';

/**
 * What a restore's report says of an object: whether it existed before, whether nothing of it was
 * written for a reason that the report gives, and of which attributes (by name) values were left
 * out.
 */
export interface Reported {
  wasThere: boolean;
  notWritten: boolean;
  leftOut: ReadonlySet<string>;
}

/** One for all: of most objects there is no more to say. */
const WAS_THERE: Reported = { wasThere: true, notWritten: false, leftOut: new Set() };

/**
 * What a check needs of a report; an object that was created as it is in the backup is not in it.
 */
export interface ReportedObjects {
  /** By the backup's object id. */
  objects: ReadonlyMap<string, Reported>;
  /** Ids of the backup's objects that could not be created. */
  neverMade: ReadonlySet<string>;
}

export async function readReportedObjects(
  restores: Pick<RestoreStore, 'lines'>,
  tenantId: TenantId,
  restoreId: RunId,
): Promise<ReportedObjects> {
  const objects = new Map<string, Reported>();
  const neverMade = new Set<string>();
  for await (const line of restores.lines(tenantId, restoreId)) {
    const { sourceId, outcome, leftOut, targetId, reason } = line;
    const failed = outcome === 'failed';
    const notWritten = failed || (outcome === 'left' && reason !== undefined);
    const wasThere = outcome !== 'created';
    if (failed && targetId === undefined) neverMade.add(sourceId);
    else if (notWritten || leftOut) {
      const names = new Set(leftOut?.map(({ attribute }) => attribute));
      objects.set(sourceId, { wasThere, notWritten, leftOut: names });
    } else if (wasThere) objects.set(sourceId, WAS_THERE);
  }
  return { objects, neverMade };
}
