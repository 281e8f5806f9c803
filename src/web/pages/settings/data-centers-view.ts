import type { DataCenterInstance } from '../../../core/use-cases/sources/data-center-instances.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import { counted } from '../../view/formats/numbers.ts';
import type { Reader } from '../../view/reader.ts';
import { accountState, type AccountState } from './account-state.ts';
import { rightsView } from './rights-view.ts';

/** A Data Center instance in its list (`partials/settings/data-centers-section.hbs`). */
export interface DataCenterLineView extends AccountState {
  id: string;
  name: string | undefined;
  siteUrl: string;
  /** For example "Jira 10.3.23 · Assets". */
  version: string;
  /** Whose account it is. */
  account: string;
  schemas: string;
  lastSync: ShownDate | undefined;
  /** Where new backups go; undefined where there is no choice. */
  storage: string | undefined;
  /** What its account lacks, and what will not work without it. */
  lacks: string[];
}

export const dataCentersView = (
  instances: DataCenterInstance[],
  storage: SetupView['storage'],
  reader: Reader,
): DataCenterLineView[] =>
  instances.map((instance) => {
    const { id, name, siteUrl, account, shown, setup, refusal } = instance;
    const lacks = rightsView(setup.rights).filter(({ granted }) => !granted);
    const [jira, assets] = shown.addressedBy;
    return {
      id,
      name,
      siteUrl,
      version: `Jira ${jira?.value ?? ''} · ${assets?.value ?? ''}`,
      account: account.name,
      schemas: counted(setup.visibleSchemas, 'schema'),
      lastSync: setup.lastSyncAt && showDate(setup.lastSyncAt, reader),
      storage: storageOf(storage, setup.storageId),
      ...accountState({ refusal, lacksRights: lacks.length > 0 }),
      lacks: lacks.map(({ warning }) => warning),
    };
  });

function storageOf({ own, serviceLabel }: SetupView['storage'], id: string): string | undefined {
  if (own.length === 0) return undefined;
  return own.find((each) => each.id === id)?.label ?? serviceLabel;
}
