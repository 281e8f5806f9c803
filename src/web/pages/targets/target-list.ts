import type { Handler } from '../../reply.ts';
import { targetList as view } from '../../view/target-view.ts';

export const targetList: Handler = async (call) => ({
  view: 'target-list',
  data: await view(call),
});
