import type { Exchange } from './exchange.ts';

/** A parameter that the route's template names. @throws Error when it does not name it */
export function paramOf({ params }: Pick<Exchange, 'params'>, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`The route has no parameter "${name}".`);
  return value;
}
