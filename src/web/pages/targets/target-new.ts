import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { targetEditView } from './target-edit-view.ts';

export async function targetNew({ caller, reader }: Call) {
  return show('target-edit', targetEditView({ caller, reader }));
}
