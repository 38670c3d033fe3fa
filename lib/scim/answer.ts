import SCIMMY from 'scimmy';
import { ERROR_STATUS, type ErrorCode } from '#lib/contracts/error-code.ts';
import { webOrigin } from '#lib/env.ts';
import { errorPart } from '#lib/http/respond.ts';

const TYPE = 'application/scim+json';
const SCIM_TYPES: Partial<Readonly<Record<ErrorCode, string>>> = { invalid_request: 'invalidValue', conflict: 'uniqueness' };

/** Where a resource lies. */
export const locationOf = (path: string): string => `${webOrigin()}/api/scim/v2${path}`;

export function scimJson(value: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': TYPE, 'Cache-Control': 'no-store, no-transform', ...headers },
  });
}

/** A refusal with SCIM's own word for why. */
export const scimRefusal = (status: number, scimType: string, message: string) => new SCIMMY.Types.Error(status, scimType, message);

/** Errors as RFC 7644 writes them. */
export function scimError(thrown: unknown, requestId: string): Response {
  const { status, scimType, detail } = described(thrown);
  const headers = { 'X-Request-Id': requestId };
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  return scimJson({ schemas, status: String(status), ...(scimType ? { scimType } : {}), detail }, status, headers);
}

function described(thrown: unknown): { status: number; scimType?: string | undefined; detail: string } {
  if (thrown instanceof SCIMMY.Types.Error) {
    const { status, scimType, message } = thrown as { status: number; scimType?: string; message: string };
    return { status, scimType, detail: message };
  }
  const { code, message } = errorPart(thrown);
  return { status: ERROR_STATUS[code], scimType: SCIM_TYPES[code], detail: message };
}
