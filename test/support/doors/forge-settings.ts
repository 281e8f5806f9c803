import { FORGE_APP_ID } from '../../../simulator/forge-host/forge-host.ts';

/** Opens the door for the pretend site's Forge app. */
export const FORGE_SETTINGS = { FORGE_APP_ID, FORGE_ENVIRONMENTS: 'production,development' };
