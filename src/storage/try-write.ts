import { Schema, type Connection } from 'mongoose';
import { translated } from './translate-error.ts';

const schema = new Schema(
  { _id: String, at: Date },
  { collection: 'write_probe', versionKey: false },
);

/**
 * One small write, in the same place every time. @throws Unavailable `database-full` |
 * `database-read-only` | `database-unavailable`
 */
export async function tryWrite(connection: Connection, at: Date): Promise<void> {
  const probe = connection.models['WriteProbe'] ?? connection.model('WriteProbe', schema);
  await translated(() =>
    probe.updateOne({ _id: 'probe' }, { $set: { at } }, { upsert: true }).exec(),
  );
}
