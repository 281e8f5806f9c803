import type { Handler } from '../../handling/call.ts';
import { targetList as view } from './target-edit-view.ts';

export const targetList: Handler = async (call) => ({
  view: 'target-list',
  data: await view(call),
});
