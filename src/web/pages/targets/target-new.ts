import type { Handler } from '../../reply.ts';
import { targetForm } from '../../view/target-view.ts';

export const targetNew: Handler = async (call) => ({ view: 'target-edit', data: targetForm(call) });
