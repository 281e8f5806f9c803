import { restoreAgain } from '../pages/restores/again/restore-again.ts';
import { restoreCutOver } from '../pages/restores/again/restore-cut-over.ts';
import { restoreCheck } from '../pages/restores/check/restore-check.ts';
import { restoreCheckRequest } from '../pages/restores/check/restore-check-request.ts';
import { restoreDestination } from '../pages/restores/wizard/restore-destination.ts';
import { restoreEdit } from '../pages/restores/wizard/restore-edit.ts';
import { restoreFix } from '../pages/restores/review/restore-fix.ts';
import { restoreList } from '../pages/restores/restore-list.ts';
import { restoreNames } from '../pages/restores/wizard/restore-names.ts';
import { restoreOptions } from '../pages/restores/wizard/restore-options.ts';
import { restorePlan } from '../pages/restores/review/restore-plan.ts';
import { restoreDecide } from '../pages/restores/review/restore-decide.ts';
import { restoreGroup, restoreGroupSave } from '../pages/restores/review/restore-group.ts';
import { peopleFile } from '../pages/restores/review/decisions/people-file.ts';
import { restorePlanAgain } from '../pages/restores/review/restore-plan-again.ts';
import { restorePlanRequest } from '../pages/restores/review/restore-plan-request.ts';
import { restoreReport } from '../pages/restores/report/restore-report.ts';
import { restoreResume } from '../pages/restores/restore-resume.ts';
import { restoreReading } from '../pages/restores/wizard/restore-reading.ts';
import { restoreRun } from '../pages/restores/review/restore-run.ts';
import { restoreShow } from '../pages/restores/restore-show.ts';
import { restoreStopAsk } from '../pages/restores/restore-stop-ask.ts';
import { runStop } from '../pages/runs/run-stop.ts';
import { get, post, type Route } from './route.ts';

/** Restores: the wizard, Review, and what came of them. */
export const RESTORE_ROUTES: Route[] = [
  get('/app/backups/:id/restore', restoreDestination),
  get('/app/backups/:id/restore/reading', restoreReading),
  post('/app/backups/:id/restore', restoreDestination),
  post('/app/backups/:id/restore/names', restoreNames),
  post('/app/backups/:id/restore/options', restoreOptions),
  post('/app/backups/:id/restore/plan', restorePlanRequest),
  get('/app/restores/:id/plan', restorePlan),
  get('/app/restores/:id/edit', restoreEdit),
  post('/app/restores/:id/plan', restorePlanAgain),
  post('/app/restores/:id/decide', restoreDecide),
  get('/app/restores/:id/people', peopleFile),
  get('/app/restores/:id/groups/:group', restoreGroup),
  post('/app/restores/:id/groups/:group', restoreGroupSave),
  post('/app/restores/:id/run', restoreRun),
  get('/app/schemas/:id/restores', restoreList),
  get('/app/restores/:id', restoreShow),
  get('/app/restores/:id/stop', restoreStopAsk),
  post('/app/restores/:id/stop', runStop),
  post('/app/restores/:id/resume', restoreResume),
  post('/app/restores/:id/fix', restoreFix),
  post('/app/restores/:id/again', restoreAgain),
  get('/app/restores/:id/cut-over', restoreCutOver),
  get('/app/restores/:id/check', restoreCheck),
  post('/app/restores/:id/check', restoreCheckRequest),
  get('/app/restores/:id/report', restoreReport),
];
