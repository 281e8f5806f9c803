import { Schema } from 'mongoose';
import { z } from 'zod';
import type { SiteId } from '../../core/kernel/ids.ts';
import { cloudKind } from '../../core/sites/kinds/cloud-kind.ts';
import { dataCenterKind } from '../../core/sites/kinds/data-center-kind.ts';
import type { Site } from '../../core/sites/site.ts';
import type { StoredShape } from '../stored-shape.ts';

/** A site as it is stored, its token sealed beside it. */
export type SiteDocument = Omit<Site, 'id'> & {
  _id: SiteId;
  /** What only one site of a tenant has: see {@link slotOf}. */
  slot: string;
  token?: string | undefined;
};

export const siteSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    kind: String,
    key: String,
    roles: { _id: false, source: Boolean, target: Boolean },
    name: String,
    siteUrl: String,
    account: { _id: false, accountId: String, name: String },
    details: Schema.Types.Mixed,
    createdAt: Date,
    tokenSetAt: Date,
    rights: Schema.Types.Mixed,
    refusal: String,
    setup: Schema.Types.Mixed,
    disconnectedAt: Date,
    revision: Number,
    slot: { type: String, required: true },
    token: String,
  },
  { collection: 'sites', versionKey: false, minimize: false },
);
siteSchema.index({ tenantId: 1, slot: 1 }, { unique: true });

/** By kind; of a kind of another version of this service any details are right. */
const DETAILS: ReadonlyMap<string, z.ZodType> = new Map(
  [cloudKind, dataCenterKind].map(({ name, details }) => [name, details]),
);

const rights = z.array(z.looseObject({ granted: z.boolean() }));
const setup = z.looseObject({
  rights,
  visibleSchemas: z.number(),
  storageId: z.string(),
  stepsDone: z.number(),
});
export const siteShape: StoredShape = {
  what: 'This site',
  schema: z
    .looseObject({
      kind: z.string(),
      key: z.string(),
      roles: z.looseObject({ source: z.boolean(), target: z.boolean() }),
      siteUrl: z.string(),
      account: z.looseObject({}),
      details: z.looseObject({}),
      createdAt: z.date(),
      tokenSetAt: z.date(),
      rights: rights.optional(),
      refusal: z.string().optional(),
      setup: setup.optional(),
      disconnectedAt: z.date().optional(),
      revision: z.number(),
    })
    .refine((site) => !site.roles.source || site.setup !== undefined, 'a source has a setup')
    .refine(
      ({ kind, details }) => DETAILS.get(kind)?.safeParse(details).success ?? true,
      'details are those of the kind',
    ),
};

/**
 * One site of its own a tenant, any number of further sources and of former ones; a name is there
 * once among sources, and once among targets, for names that differ in case only would be taken for
 * each other.
 */
export function slotOf(site: Pick<Site, 'id' | 'roles' | 'name' | 'disconnectedAt'>): string {
  if (!site.roles.source) return targetSlot(site.name ?? '');
  if (site.disconnectedAt) return `left ${site.id}`;
  return site.name === undefined ? OWN_SLOT : `source ${site.name.toLowerCase()}`;
}

/** Of the site that the app was installed on; what was stored before there were further sources. */
export const OWN_SLOT = 'connected';

const targetSlot = (name: string): string => `target ${name.toLowerCase()}`;
