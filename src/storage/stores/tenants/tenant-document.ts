import { Schema } from 'mongoose';
import type { TenantId } from '../../../core/kernel/ids.ts';
import type { Tenant } from '../../../core/tenants/tenant.ts';

export interface TenantDocument {
  _id: TenantId;
  clientKey: string;
  siteUrl: string;
  sharedSecret: string;
  state: Tenant['state'];
  installedAt: Date;
  uninstalledAt?: Date;
  /** When the newest call about the installation that was obeyed was signed. */
  calledAt?: Date;
  /** The last calls that were obeyed. */
  calls?: string[];
  /** A tenant whose purge has begun frees its client key for a new incarnation. */
  occupies: string;
  /** The key of a second installation, by another front door. */
  joinedKey?: string;
  /** The first installation has gone, the second one is left. */
  firstLeft?: boolean;
  /** How often its data was deleted, and when again. */
  purgeRounds?: number;
  nextPurgeAt?: Date;
}

export const tenantSchema = new Schema(
  {
    _id: { type: String, required: true },
    clientKey: String,
    siteUrl: String,
    sharedSecret: String,
    state: String,
    installedAt: Date,
    uninstalledAt: Date,
    calledAt: Date,
    calls: { type: [String], default: undefined },
    occupies: { type: String, required: true },
    joinedKey: String,
    firstLeft: Boolean,
    purgeRounds: Number,
    nextPurgeAt: Date,
  },
  { collection: 'tenants', versionKey: false },
);
tenantSchema.index({ occupies: 1 }, { unique: true });
tenantSchema.index({ state: 1, uninstalledAt: 1 });
tenantSchema.index({ siteUrl: 1 });
tenantSchema.index({ joinedKey: 1 });

export function toTenant(document: TenantDocument): Tenant {
  const { _id, siteUrl, state, installedAt, uninstalledAt } = document;
  const tenant = { id: _id, siteUrl, state, installedAt };
  return uninstalledAt ? { ...tenant, uninstalledAt } : tenant;
}
