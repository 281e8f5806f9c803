import type { Handler } from '../../handling/call.ts';
import { targetForm } from './target-edit-view.ts';

export const targetNew: Handler = async (call) => ({ view: 'target-edit', data: targetForm(call) });
