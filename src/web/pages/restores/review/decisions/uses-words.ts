import type { ChoiceKind } from '../../../../../core/restores/restore-input.ts';
import { counted } from '../../../../view/formats/numbers.ts';

/** How often a thing is named: "417 values"; an icon is named by object types. */
export const usesWords = (kind: ChoiceKind, uses: number): string =>
  counted(uses, kind === 'icon' ? 'object type' : 'value');
