import {
  defaultRetentionEdit,
  defaultRetentionPreview,
  defaultRetentionSave,
} from '../pages/retention/default-retention-edit.ts';
import {
  keyServiceAsk,
  keyServiceCheck,
  keyServiceLeave,
  keyServiceLeaveAsk,
  keyServiceSave,
} from '../pages/keys/key-service-ask.ts';
import {
  lock,
  passphraseAsk,
  passphraseRemove,
  passphraseRemoveAsk,
  passphraseSave,
  unlock,
  unlockAsk,
} from '../pages/keys/passphrase-ask.ts';
import { recoveryKeyAsk } from '../pages/keys/recovery-key-ask.ts';
import { recoveryKeyMake } from '../pages/keys/recovery-key-make.ts';
import { connectionTest } from '../pages/settings/connection-test.ts';
import { settingsShow } from '../pages/settings/settings-show.ts';
import { tokenSave } from '../pages/settings/token-save.ts';
import { attachAgain, attachEdit } from '../pages/attach/attach-edit.ts';
import { attachLook } from '../pages/attach/attach-look.ts';
import { attachTake } from '../pages/attach/attach-take.ts';
import { storageEmpty } from '../pages/storages/storage-empty.ts';
import { storageRemove } from '../pages/storages/storage-remove.ts';
import { storageRemoveAsk } from '../pages/storages/storage-remove-ask.ts';
import { storageSave } from '../pages/storages/storage-save.ts';
import { storageUse } from '../pages/storages/storage-use.ts';
import { agentsShow, agentTokenMake, agentTokenRevoke } from '../pages/agents/agents-show.ts';
import { agentTokenAsk } from '../pages/agents/agent-token-ask.ts';
import { dataCenterDelete } from '../pages/data-centers/data-center-delete.ts';
import { dataCenterDeleteAsk } from '../pages/data-centers/data-center-delete-ask.ts';
import { dataCenterEdit } from '../pages/data-centers/data-center-edit.ts';
import { dataCenterNew } from '../pages/data-centers/data-center-new.ts';
import {
  dataCenterAdd,
  dataCenterSave,
  dataCenterTest,
} from '../pages/data-centers/data-center-save.ts';
import { targetAdd } from '../pages/targets/target-add.ts';
import { targetDelete } from '../pages/targets/target-delete.ts';
import { targetDeleteAsk } from '../pages/targets/target-delete-ask.ts';
import { targetEdit } from '../pages/targets/target-edit.ts';
import { targetList } from '../pages/targets/target-list.ts';
import { targetNew } from '../pages/targets/target-new.ts';
import { targetSave } from '../pages/targets/target-save.ts';
import { get, post, type Route } from './route.ts';

/** Settings, and what is set up there: storages, keys, targets, agents and Data Centers. */
export const SETTINGS_ROUTES: Route[] = [
  get('/app/settings', settingsShow),
  post('/app/settings/test', connectionTest),
  post('/app/settings/token', tokenSave),
  post('/app/settings/storage', storageSave),
  post('/app/settings/storage/:id/use', storageUse),
  get('/app/attach', attachEdit),
  post('/app/attach', attachLook),
  post('/app/attach/edit', attachAgain),
  post('/app/attach/:id', attachTake),
  get('/app/settings/passphrase', (call) => passphraseAsk(call)),
  post('/app/settings/passphrase', passphraseSave),
  get('/app/settings/passphrase/remove', (call) => passphraseRemoveAsk(call)),
  post('/app/settings/passphrase/remove', passphraseRemove),
  get('/app/settings/passphrase/unlock', (call) => unlockAsk(call)),
  post('/app/settings/passphrase/unlock', unlock),
  post('/app/settings/passphrase/lock', lock),
  get('/app/settings/key-service', (call) => keyServiceAsk(call)),
  post('/app/settings/key-service', keyServiceSave),
  post('/app/settings/key-service/check', keyServiceCheck),
  get('/app/settings/key-service/leave', (call) => keyServiceLeaveAsk(call)),
  post('/app/settings/key-service/leave', keyServiceLeave),
  get('/app/settings/retention', defaultRetentionEdit),
  post('/app/settings/retention', defaultRetentionSave),
  post('/app/settings/retention/preview', defaultRetentionPreview),
  get('/app/settings/recovery-key', recoveryKeyAsk),
  post('/app/settings/recovery-key', recoveryKeyMake),
  get('/app/settings/storage/:id/remove', storageRemoveAsk),
  post('/app/settings/storage/:id/remove', storageRemove),
  post('/app/settings/storage/:id/empty', storageEmpty),

  get('/app/targets', targetList),
  get('/app/targets/new', targetNew),
  post('/app/targets', targetAdd),
  get('/app/targets/:id', targetEdit),
  post('/app/targets/:id', targetSave),
  get('/app/targets/:id/delete', targetDeleteAsk),
  post('/app/targets/:id/delete', targetDelete),

  get('/app/agents', agentsShow),
  post('/app/agents', agentTokenMake),
  get('/app/agents/:id/revoke', agentTokenAsk),
  post('/app/agents/:id/revoke', agentTokenRevoke),
  get('/app/data-centers/new', dataCenterNew),
  post('/app/data-centers', dataCenterAdd),
  get('/app/data-centers/:id', dataCenterEdit),
  post('/app/data-centers/:id', dataCenterSave),
  post('/app/data-centers/:id/test', dataCenterTest),
  get('/app/data-centers/:id/delete', dataCenterDeleteAsk),
  post('/app/data-centers/:id/delete', dataCenterDelete),
];
