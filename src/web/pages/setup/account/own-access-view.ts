import type { SourceFindings } from '../../../../core/use-cases/setup/check-source.ts';
import { counted } from '../../../view/formats/numbers.ts';
import { rightsView, type RightView } from '../../settings/rights-view.ts';

/** Whether Assets lets the app in without an account, as it was just asked. */
export interface OwnAccessView {
  /** What the app sees; undefined where it is not let in. */
  found: { schemas: string; rights: RightView[] } | undefined;
  /** Why it is not let in, and what to do instead. */
  refusal: string | undefined;
}

export const ownAccessView = ({ visibleSchemas, rights }: SourceFindings): OwnAccessView => ({
  found: { schemas: counted(visibleSchemas, 'schema'), rights: rightsView(rights) },
  refusal: undefined,
});

export const noOwnAccessView = (refusal: string): OwnAccessView => ({ found: undefined, refusal });
