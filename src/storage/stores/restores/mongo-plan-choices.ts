import { Schema, type Connection } from 'mongoose';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import {
  choiceKey,
  type PlanChoice,
  type PlanChoices,
} from '../../../core/restores/plan/plan-choices.ts';
import type { SecretBox } from '../../sealing/secret-box.ts';
import { TenantCollection, type TenantDocument } from '../../tenant-collection.ts';

/** `<plan> <thing or group>` is the id: one choice each. */
interface ChoiceDocument extends TenantDocument {
  planId: RunId;
  /** Sealed: it names people. */
  choice: string;
}

const text = { type: String, required: true };
const choiceSchema = new Schema(
  { _id: text, tenantId: text, planId: text, choice: text },
  { collection: 'plan_choices', versionKey: false },
);
choiceSchema.index({ tenantId: 1, planId: 1 });

export class MongoPlanChoices implements PlanChoices {
  readonly #choices: TenantCollection<ChoiceDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#choices = new TenantCollection(connection, 'PlanChoice', choiceSchema);
    this.#secrets = secrets;
  }

  async of(tenantId: TenantId, planId: RunId): Promise<PlanChoice[]> {
    const documents = await this.#choices.of(tenantId).find({ planId: String(planId) });
    const read = await Promise.all(documents.map((document) => this.#read(document)));
    return read.flatMap((choice) => choice ?? []);
  }

  async save(tenantId: TenantId, planId: RunId, choices: readonly PlanChoice[]): Promise<void> {
    const updates = await Promise.all(
      choices.map(async (choice) => {
        const _id = `${planId} ${choiceKey(choice)}`;
        const sealed = await this.#secrets.seal(tenantId, _id, 'choice', JSON.stringify(choice));
        const change = { $set: { planId: String(planId), choice: sealed } };
        return { filter: { _id }, change, upsert: true };
      }),
    );
    await this.#choices.of(tenantId).updateEach(updates);
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#choices.purge(tenantId);
  }

  /** One that was damaged counts as not made: whoever looks at the plan sees so. */
  async #read({ _id, tenantId, choice }: ChoiceDocument): Promise<PlanChoice | undefined> {
    try {
      return JSON.parse(await this.#secrets.open(tenantId, _id, 'choice', choice)) as PlanChoice;
    } catch (error) {
      if (error instanceof Damaged || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}
