import type { Connection } from 'mongoose';

const READS = ['find', 'findOne', 'aggregate', 'countDocuments'];

/** The connection; before each write, which are counted from 1, it calls `beforeWrite`. */
export function interruptible(
  connection: Connection,
  beforeWrite: (at: number, collection: string) => Promise<void>,
): Connection {
  let writes = 0;
  const collection = (name: string): object =>
    new Proxy(connection.collection(name), {
      get(target, method) {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== 'function') return value;
        if (READS.includes(String(method))) return value.bind(target);
        return async (...args: unknown[]): Promise<unknown> => {
          writes += 1;
          await beforeWrite(writes, name);
          return Reflect.apply(value, target, args);
        };
      },
    });
  return new Proxy(connection, {
    get: (target, field) => (field === 'collection' ? collection : Reflect.get(target, field)),
  });
}
