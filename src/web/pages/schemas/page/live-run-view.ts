import type { OpenRun, SchemaHead } from '../../../../core/use-cases/schemas/schema-pages.ts';
import {
  FINISHING,
  progressView,
  type ProgressView,
} from '../../../view/components/progress-view.ts';
import type { Reader } from '../../../view/reader.ts';
import { runUrl } from '../../runs/run-url.ts';
import { stopUrl } from '../../runs/stop-url.ts';

/** A run in progress on a schema or its backups, in the head of its pages. */
export interface LiveRunView {
  id: string;
  /** What continues: "Backing up". */
  title: string;
  about: string | undefined;
  by: string | undefined;
  progress: ProgressView;
  /** Undefined where it is stopping or has ended already. */
  stopUrl: string | undefined;
  /** Where the run is shown. */
  url: string | undefined;
}

export function liveRunViews({ schema, work }: SchemaHead, reader: Reader): LiveRunView[] {
  const { activeRunId } = schema;
  const views = work.map((open) => liveRunView(open, reader));
  const isShown = activeRunId === undefined || work.some(({ run }) => run.id === activeRunId);
  return isShown ? views : [finishingView(activeRunId), ...views];
}

function liveRunView({ run, shown, about }: OpenRun, { nowMs }: Reader): LiveRunView {
  return {
    id: run.id,
    title: shown.now ?? shown.title,
    about,
    by: run.requestedBy.name,
    progress: progressView(run, nowMs),
    stopUrl: run.cancelRequested ? undefined : stopUrl(run),
    url: runUrl(run),
  };
}

/** What it leaves behind is still written down. */
const finishingView = (id: string): LiveRunView => ({
  id,
  title: FINISHING.step,
  about: undefined,
  by: undefined,
  progress: FINISHING,
  stopUrl: undefined,
  url: undefined,
});
