import type { Comment } from '../../../core/assets/model/comment.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { CommentReader } from '../../../core/assets/ports/parts/comment-reader.ts';
import type { CommentWriter } from '../../../core/assets/ports/parts/comment-writer.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { parseJson, unexpected } from '../../http/read-answer.ts';
import type { OptionalCalls } from '../calls/optional-calls.ts';
import { oldestFirst } from './oldest-first.ts';
import { readComment } from './read-comment.ts';
import { listedIn } from '../shapes/listed-in.ts';

/** The number of the role whose comments are visible to all users (assets-api: D.2). */
const USERS = '0';
const LISTED = {
  names: ['comments', 'values', 'data'],
  members: ['comment'],
};

type CommentBody = Record<'objectId' | 'comment' | 'role', string>;

/**
 * Comments of objects: documented for Data Center, seen on Cloud by one client (assets-api: D.2, G
 * Comments).
 */
export class AssetsComments implements CommentReader, CommentWriter {
  readonly #assets: OptionalCalls;
  readonly #toBody: (body: CommentBody) => object;

  /** `toBody`: what is sent to Cloud, in the form that this kind of site takes. */
  constructor(assets: OptionalCalls, toBody: (body: CommentBody) => object = (body) => body) {
    this.#assets = assets;
    this.#toBody = toBody;
  }

  async comments(objectId: string, signal?: AbortSignal): Promise<Available<Comment[]>> {
    const endpoint = 'GET comment/object/{id}';
    const path = `/comment/object/${encodeURIComponent(objectId)}`;
    const read = (answer: HttpAnswer): Comment[] => {
      const list = listedIn(parseJson(answer, endpoint), LISTED);
      if (!list) throw unexpected(endpoint, 'the body');
      return oldestFirst(list.flatMap((each) => readComment(each) ?? []));
    };
    return this.#assets.ask({ of: 'comments', method: 'GET', path, endpoint }, read, signal);
  }

  createComment(
    objectId: string,
    { text, role }: Pick<Comment, 'text' | 'role'>,
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const call = {
      of: 'comments',
      method: 'POST',
      path: '/comment/create',
      endpoint: 'POST comment/create',
      body: this.#toBody({ objectId, comment: text, role: roleText(role) }),
      once: true,
    } as const;
    return this.#assets.change(call, signal);
  }
}

/** Roles are sent as text; an invalid one becomes that of all users. */
const roleText = (role: JsonValue): string =>
  typeof role === 'string' || typeof role === 'number' ? String(role) : USERS;
