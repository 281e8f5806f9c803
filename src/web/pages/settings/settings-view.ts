import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import { tokenExpiry } from '../../../core/sites/checks/token-expiry.ts';
import type { DataCenterInstance } from '../../../core/use-cases/sources/data-center-instances.ts';
import type { TargetInstance } from '../../../core/use-cases/targets/target-instances.ts';
import type { StorageFigures } from '../../../core/use-cases/storages/measure-storages.ts';
import type { ConnectedSite, SetupView } from '../../../core/use-cases/setup/setup.ts';
import type { KeysView } from '../../../core/use-cases/keys/keys.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import { showDate, showDay, type ShownDate } from '../../view/formats/dates.ts';
import type { FieldView } from '../../view/components/field-view.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { count, counted } from '../../view/formats/numbers.ts';
import type { DefaultRetentionView } from '../../../core/use-cases/retention/default-retention.ts';
import type { Reader } from '../../view/reader.ts';
import { graceWords } from '../../view/words/grace-words.ts';
import { accountState, type AccountState } from './account-state.ts';
import { isLocked, keysSectionView, type KeysSectionView } from './keys-section-view.ts';
import { retentionSectionView, type RetentionSectionView } from './retention-section-view.ts';
import { rightsView, type RightView } from './rights-view.ts';
import { dataCentersView, type DataCenterLineView } from './data-centers-view.ts';
import { targetsView, type TargetLineView } from './targets-view.ts';
import { storageFormView, type StorageFormView } from './storage-form-view.ts';
import { storagesView, storageState, type StorageLineView } from './storages-view.ts';
import { credentialFields } from './credential-fields.ts';
import { tokenFields } from './token-fields.ts';
import { tokenState } from './token-state.ts';

/** *Settings*: one page of sections, each with its own state, and saved on its own. */
export interface SettingsView {
  siteUrl: string;
  connected: ShownDate;
  account: AccountSection;
  /** Absent where the app signs in on its own. */
  token: TokenSection | undefined;
  storage: StorageSection;
  keys: KeysSectionView;
  retention: RetentionSectionView;
  targets: TargetLineView[];
  targetCount: string;
  dataCenters: DataCenterLineView[];
  dataCenterCount: string;
  sections: SectionLink[];
}

interface AccountSection extends AccountState {
  name: string;
  /** The app signs in on its own: `fields` are those of an account to use instead. */
  isOwnAccess: boolean;
  /** The app could sign in on its own, if Assets lets it in. */
  offersOwnAccess: boolean;
  schemas: string;
  fields: FieldView[];
  formError: string | undefined;
  /** Something that was typed is not saved. */
  isChanged: boolean;
  rights: RightView[];
}

interface TokenSection {
  state: Lozenge;
  saved: ShownDate;
  expires: string;
  /** The form for a new one is open. */
  isReplacing: boolean;
  /** Something that was typed is not saved. */
  isChanged: boolean;
  fields: FieldView[];
  formError: string | undefined;
}

interface StorageSection {
  state: Lozenge;
  label: string;
  grace: string;
  read: ShownDate | undefined;
  /** Why new backups can't go there right now. */
  trouble: string | undefined;
  lines: StorageLineView[];
  form: StorageFormView;
  /** The form is open: something in it was refused. */
  isChanging: boolean;
}

interface SectionLink {
  id: string;
  icon: string;
  title: string;
  /** It is the one that was asked for. */
  isAimed: boolean;
  needsAttention: boolean;
}

type SettingsSection =
  | 'account'
  | 'token'
  | 'storage'
  | 'keys'
  | 'retention'
  | 'targets'
  | 'data-centers'
  | 'limits'
  | 'danger';

export interface SettingsShown {
  source: ConnectedSite;
  setup: SetupView;
  targets: TargetInstance[];
  dataCenters: DataCenterInstance[];
  keys: KeysView;
  retention: DefaultRetentionView;
  /** How long what is removed stays in the bin, days. */
  binDays: number;
  /** What is used of each storage. */
  figures: StorageFigures;
  reader: Reader;
  /** Where the page begins. */
  section?: SettingsSection | undefined;
  /** What was sent and refused in that section; the token is never among it. */
  typed?: Readonly<Record<string, string | undefined>> | undefined;
  errors?: FieldErrors | undefined;
  /** The form for a new token is open. */
  isReplacing?: boolean | undefined;
  /** A test of the connection, just now: `errors` say why. */
  hasTestFailed?: boolean | undefined;
}

export function settingsView(shown: SettingsShown): SettingsView {
  const { source, reader } = shown;
  const targets = targetsView(shown.targets, reader);
  const dataCenters = dataCentersView(shown.dataCenters, shown.setup.storage, reader);
  const storage = storageSection(shown);
  const account = accountSection(shown);
  const token = account.isOwnAccess ? undefined : tokenSection(shown);
  const retention = retentionSectionView(shown.retention, shown.binDays, reader);
  const attention = new Set<SettingsSection>();
  if (!isWell(account.state) || account.rights.some(({ granted }) => !granted))
    attention.add('account');
  if (token && !isWell(token.state)) attention.add('token');
  if (shown.keys.operator === 'missing' || isLocked(shown.keys)) attention.add('keys');
  if (storage.lines.some(({ trouble }) => trouble)) attention.add('storage');
  if (retention.asking) attention.add('retention');
  if (targets.some(({ state }) => !isWell(state))) attention.add('targets');
  if (dataCenters.some(({ state }) => !isWell(state))) attention.add('data-centers');
  return {
    siteUrl: source.siteUrl,
    connected: showDate(source.createdAt, reader),
    account,
    token,
    storage,
    keys: keysSectionView(shown.keys, reader),
    retention,
    targets,
    targetCount: count(targets.length),
    dataCenters,
    dataCenterCount: count(dataCenters.length),
    sections: SECTIONS.filter(({ id }) => id !== 'token' || token !== undefined).map((section) => ({
      ...section,
      isAimed: section.id === shown.section,
      needsAttention: attention.has(section.id),
    })),
  };
}

const SECTIONS: { id: SettingsSection; icon: string; title: string }[] = [
  { id: 'account', icon: 'user', title: 'Account' },
  { id: 'token', icon: 'key', title: 'API token' },
  { id: 'storage', icon: 'database', title: 'Storage' },
  { id: 'keys', icon: 'lock', title: 'Keys' },
  { id: 'retention', icon: 'clock', title: 'Retention' },
  { id: 'targets', icon: 'target', title: 'Target instances' },
  { id: 'data-centers', icon: 'server', title: 'Data Center instances' },
  { id: 'limits', icon: 'info', title: 'What backups hold' },
  { id: 'danger', icon: 'trash', title: 'Danger zone' },
];

const isWell = ({ look }: Lozenge): boolean => look === 'success';

function accountSection(shown: SettingsShown): AccountSection {
  const { source, setup } = shown;
  const { errors = {} } = shown.section === 'account' ? shown : {};
  const isOwnAccess = readDetails(cloudKind, source).tokenKind === 'own';
  return {
    ...accountState({ refusal: source.refusal, hasTestFailed: shown.hasTestFailed }),
    name: source.account.name,
    isOwnAccess,
    offersOwnAccess: setup.hasOwnAccess && !isOwnAccess,
    schemas: counted(source.setup.visibleSchemas, 'schema'),
    fields: accountFields(shown),
    formError: errors['form'],
    isChanged: Object.keys(errors).length > 0,
    rights: rightsView(source.setup.rights),
  };
}

/** All of an account, whether it takes the place of another or of the app's own access. */
function accountFields({ source, section, typed, errors, reader }: SettingsShown): FieldView[] {
  const sent = section === 'account' ? { typed, errors } : {};
  return credentialFields(source, { siteUrl: source.siteUrl, reader, ...sent });
}

function tokenSection(shown: SettingsShown): TokenSection {
  const { source, reader } = shown;
  const { typed = {}, errors = {} } = shown.section === 'token' ? shown : {};
  const { tokenExpiresOn } = source.setup;
  const set = showDate(source.tokenSetAt, reader);
  return {
    state: tokenState(source.refusal, tokenExpiry(tokenExpiresOn, reader.nowMs)),
    saved: set,
    expires: tokenExpiresOn ? showDay(tokenExpiresOn, reader) : 'Not set',
    isReplacing: shown.isReplacing ?? Object.keys(errors).length > 0,
    isChanged: Object.keys(errors).length > 0,
    fields: tokenFields({
      errors,
      expiresOn: typed['tokenExpiresOn'] ?? tokenExpiresOn ?? '',
      set,
    }).map((field) => ({ ...field, id: `new-${field.name}` })),
    formError: errors['form'] ?? errors['email'] ?? errors['workspaceId'],
  };
}

function storageSection(shown: SettingsShown): StorageSection {
  const { setup, reader } = shown;
  const { id, label, graceDays, check, own } = setup.storage;
  const { typed, errors = {} } = shown.section === 'storage' ? shown : {};
  const current = own.find((each) => each.id === id);
  const sent = typed && (Object.fromEntries(Object.entries(typed)) as Fields);
  return {
    state: storageState(current?.trouble),
    label,
    grace: graceWords(graceDays),
    read: check?.endedAt && showDate(check.endedAt, reader),
    trouble: current?.trouble?.message,
    lines: storagesView(setup, shown.figures, reader),
    form: storageFormView(current ?? own.at(-1), current !== undefined, { typed: sent, errors }),
    isChanging: Object.keys(errors).length > 0,
  };
}
