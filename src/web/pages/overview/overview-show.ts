import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { overviewView } from './overview-view.ts';

export async function overviewShow({ protection, caller, reader }: Call<'protection'>) {
  const overview = await protection.overview(caller.tenant.id);
  return show('overview-show', overviewView(overview, reader));
}
