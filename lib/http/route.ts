import type { z } from 'zod';
import { asked } from '#lib/asked.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { requireSome } from '#lib/permissions/can.ts';
import { type AnyForm, holdsSome } from '#lib/permissions/scopes.ts';
import { storable } from '#lib/storable.ts';
import { readJson } from './body.ts';
import { noteRefusal } from './note-refusal.ts';
import { noteActor, observed } from './observe.ts';
import { errorResponse, json } from './respond.ts';
import { assertSameOrigin } from './same-origin.ts';

/**
 * Who may call: nobody is meant by default, so every route says it. A scope lets those in who hold it in any form; where
 * it has qualified forms, what it holds for is judged by the thing that is asked for.
 */
export type Access = 'public' | 'signed-in' | AnyForm;

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;
type ActorOf<A extends Access> = A extends 'public' ? null : Actor;

interface RouteOptions<A extends Access, P extends Schema, Q extends Schema, B extends Schema, R extends Schema> {
  readonly access: A;
  /** One sentence for the API description. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Leave out for streams and files only: those return a Response themselves. */
  readonly response?: R;
  readonly status?: number;
  readonly maxBodyBytes?: number;
  /** How errors are written where a standard says it otherwise than our contract. */
  readonly errors?: (thrown: unknown, requestId: string) => Response;
}

interface RouteCall<A extends Access, P extends Schema, Q extends Schema, B extends Schema> {
  readonly actor: ActorOf<A>;
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  readonly request: Request;
  readonly signal: AbortSignal;
}

type Result<R extends Schema> = R extends z.ZodType ? z.input<R> | Response : Response;

/** What a route says of itself; the API description is made of it, and a test demands it of every handler. */
export interface RouteMeta {
  readonly access: Access;
  readonly summary: string;
  readonly params: Schema;
  readonly query: Schema;
  readonly body: Schema;
  readonly response: Schema;
  readonly status: number;
}

export const ROUTE_META = Symbol.for('glassworks.route');
export type RouteHandler = ((request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>) & {
  [ROUTE_META]: RouteMeta;
};

const DEFAULT_MAX_BODY = 1_000_000;

/**
 * The one door for HTTP: builds the actor, checks access and origin, parses what comes in and what goes out, and turns
 * every error into the contract's shape.
 */
export function route<
  A extends Access,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  R extends Schema = undefined,
>(options: RouteOptions<A, P, Q, B, R>, fn: (call: RouteCall<A, P, Q, B>) => Promise<Result<R>>): RouteHandler {
  const status = options.status ?? 200;
  const handler = async (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => {
    const requestId = newId('req');
    // Routes without parameters are given none, whatever Next's types say.
    const params = (await context.params) ?? {};
    return observed(request, params, requestId, () => answer(request, context, requestId));
  };
  const answer = async (request: Request, context: { params: Promise<Record<string, string | string[]>> }, requestId: string) => {
    try {
      const actor = await admit(options.access, request);
      const call = {
        actor,
        params: options.params && asked(options.params, storable(await context.params, 'address')),
        query: options.query && asked(options.query, storable(Object.fromEntries(new URL(request.url).searchParams), 'address')),
        body: options.body && asked(options.body, storable(await readJson(request, options.maxBodyBytes ?? DEFAULT_MAX_BODY), 'body')),
        request,
        signal: request.signal,
      } as RouteCall<A, P, Q, B>;
      const result = await fn(call);
      if (result instanceof Response) return result;
      return json(options.response ? options.response.parse(result) : null, status);
    } catch (error) {
      return (options.errors ?? errorResponse)(error, requestId);
    }
  };
  const { access, summary, params, query, body, response } = options;
  return Object.assign(handler, { [ROUTE_META]: { access, summary, params, query, body, response, status } });
}

async function admit(access: Access, request: Request): Promise<Actor | null> {
  if (access === 'public') return null; // the database, which knows who asks, may be what is down
  const actor = await getActor(request);
  if (actor) noteActor(actor);
  if (!actor) throw new AppError('unauthenticated', 'Sign in first, or send an API token as "Authorization: Bearer gw_pat_…".');
  if (actor.kind === 'user') assertSameOrigin(request);
  if (access === 'signed-in') return actor;
  if (access === 'manage:Organization' && !holdsSome(actor.scopes, access)) await noteRefusal(actor, request);
  requireSome(actor, access);
  return actor;
}
