import { z } from 'zod';
import { ErrorBody } from '#lib/contracts/error-code.ts';
import { VERSION } from '#lib/version.ts';
import { ROUTE_META, type RouteMeta } from './route.ts';

type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Json = Record<string, unknown>;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The OpenAPI 3.1 document of these routes, made from what each says of itself to the door. */
export function describeApi(modules: Modules): Json {
  const paths = Object.fromEntries(Object.entries(modules).map(([path, module]) => [path, describePath(module)]));
  return {
    openapi: '3.1.0',
    info: { title: 'Glassworks', version: VERSION },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schema(ErrorBody, 'output') },
    },
    paths,
  };
}

function describePath(module: Readonly<Record<string, unknown>>): Json {
  const operations = METHODS.flatMap((method) => {
    const meta = (module[method] as { [ROUTE_META]?: RouteMeta } | undefined)?.[ROUTE_META];
    return meta ? [[method.toLowerCase(), describeOperation(meta)]] : [];
  });
  return Object.fromEntries(operations);
}

function describeOperation({ access, summary, params, query, body, response, status }: RouteMeta): Json {
  const content = response ? { content: { 'application/json': { schema: schema(response, 'output') } } } : {};
  return {
    summary,
    'x-access': access,
    ...(access === 'public' ? {} : { security: [{ token: [] }] }),
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schema(body, 'input') } } } } : {}),
    responses: {
      [status]: { description: summary, ...content },
      default: { description: 'What went wrong', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
    },
  };
}

function parameters(shape: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = schema(shape, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, definition]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: definition,
  }));
}

const schema = (type: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any', reused: 'inline' });
  return rest;
};
