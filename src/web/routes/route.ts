import type { Response } from 'express';
import { NotFound } from '../../core/kernel/errors.ts';
import type { Call, UseCases } from '../handling/call.ts';
import type { EffectsReply, FileReply, ViewReply } from '../handling/reply.ts';
import type { HostEvent } from '../identity/identity.ts';
import type { ViewModels } from './view-models.ts';

/**
 * What a handler answers: a view with its own model, a file to download, or nothing but effects.
 */
export type Reply =
  | { [View in keyof ViewModels]: ViewReply<View, ViewModels[View]> }[keyof ViewModels]
  | FileReply
  | EffectsReply;

export type Handler<Params extends string = string> = (
  call: Call<keyof UseCases, Params>,
) => Promise<Reply>;

export type Readiness = { ok: boolean; why?: string | undefined };

/** An address, and the guard in front of it. */
export type Route = { method: 'get' | 'post'; path: string } & (
  | {
      /** Anybody. */
      guard: 'public';
      answer: (response: Response, ready: () => Promise<Readiness>) => void | Promise<void>;
    }
  /** The product that hosts the app, about its installation; the identity answers. */
  | { guard: HostEvent }
  /**
   * A Jira administrator: `page` by the signed address of an iframe, `fragment` by a token of a
   * page's own.
   */
  | { guard: 'page' | 'fragment'; handle: Handler }
);

/** The names of an address's parts: `id` of `/app/runs/:id/stop`. */
type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** A whole page. */
export const page = <const Path extends string>(
  path: Path,
  handle: Handler<ParamsOf<Path>>,
): Route => ({ method: 'get', path, guard: 'page', handle: withParams(path, handle) });

/** A part of a page. */
export const get = <const Path extends string>(
  path: Path,
  handle: Handler<ParamsOf<Path>>,
): Route => ({ method: 'get', path, guard: 'fragment', handle: withParams(path, handle) });

/** A command. */
export const post = <const Path extends string>(
  path: Path,
  handle: Handler<ParamsOf<Path>>,
): Route => ({ method: 'post', path, guard: 'fragment', handle: withParams(path, handle) });

const withParams =
  <Path extends string>(path: Path, handle: Handler<ParamsOf<Path>>): Handler =>
  (call) =>
    handle({ ...call, params: readParams(path, call.params) });

/** @throws NotFound where the address lacks a part */
function readParams<Path extends string>(
  path: Path,
  sent: Readonly<Record<string, string>>,
): Record<ParamsOf<Path>, string> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name as ParamsOf<Path>);
  const params: Partial<Record<string, string>> = {};
  for (const name of names) {
    const value = sent[name];
    if (value === undefined) throw new NotFound();
    params[name] = value;
  }
  return params as Record<ParamsOf<Path>, string>;
}
