import { z } from 'zod';
import { MetricQuery, QueryResult } from './query.ts';

/**
 * The bridge between a running app (sandboxed iframe, opaque origin) and its host page.
 *
 * 1. The host loads the app at `…/index.html#host=<web origin>`.
 * 2. The app posts `hello` to `parent`, addressed to that origin.
 * 3. The host checks source and origin and answers `welcome` with one end of a MessageChannel.
 * 4. Everything else travels on that private port.
 */
export const BRIDGE_VERSION = 1;

/** Queries in one message; the app's end splits what is more. */
export const MAX_QUERIES_A_MESSAGE = 50;
/** Characters of a file that an app may have saved. */
export const MAX_DOWNLOAD_CHARS = 20_000_000;

export const BridgeHello = z.object({ glassworks: z.literal('hello'), version: z.literal(BRIDGE_VERSION) });
export const BridgeWelcome = z.object({
  glassworks: z.literal('welcome'),
  version: z.literal(BRIDGE_VERSION),
  colorScheme: z.enum(['light', 'dark']),
});

const RequestId = z.number().int().min(1);

/** A place in the app's own source, as far as the app can tell. Untrusted, like everything an app says. */
export const SourcePlace = z.object({ file: z.string().max(300), line: z.number().int().min(1) });
export type SourcePlace = z.infer<typeof SourcePlace>;

/** App → host, on the port. */
export const AppMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('query'), id: RequestId, query: MetricQuery }),
  /** Everything that was asked in one tick. Each is read on its own: one that is wrong fails alone. */
  z.object({
    type: z.literal('queries'),
    queries: z
      .array(z.object({ id: RequestId, query: z.unknown() }))
      .min(1)
      .max(MAX_QUERIES_A_MESSAGE),
  }),
  z.object({ type: z.literal('cancel'), id: RequestId }),
  /** The viewer asks where a number comes from: `id` is the request that brought it, `fieldId` one of that query's fields. */
  z.object({ type: z.literal('about'), id: RequestId, fieldId: z.string().min(1).max(200) }),
  /** The first frame with content is on the screen and no query is under way. */
  z.object({ type: z.literal('settled'), queries: z.number().int() }),
  z.object({
    type: z.literal('error'),
    message: z.string().max(4000),
    stack: z.string().max(8000).optional(),
    place: SourcePlace.optional(),
  }),
  /** A file the viewer asked for (CSV export): the host saves it, the app cannot. */
  z.object({
    type: z.literal('download'),
    filename: z.string().max(200),
    mime: z.string().max(100),
    text: z.string().max(MAX_DOWNLOAD_CHARS),
  }),
]);
export type AppMessage = z.infer<typeof AppMessage>;

/** Host → app, on the port. */
export const HostMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id: RequestId, result: QueryResult }),
  z.object({ type: z.literal('failure'), id: RequestId, code: z.string(), message: z.string() }),
  z.object({ type: z.literal('theme'), colorScheme: z.enum(['light', 'dark']) }),
]);
export type HostMessage = z.infer<typeof HostMessage>;
