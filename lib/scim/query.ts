import { z } from 'zod';

/** The most that is answered at once. */
export const MAX_COUNT = 200;

const whole = z.coerce.number().int().catch(1);

/** Paging and filter of a list. Numbers out of range are cut to it, as the standard asks. */
export const ScimQuery = z.object({
  filter: z.string().max(2000).optional(),
  startIndex: whole.default(1).transform((value) => Math.min(Math.max(1, value), 1_000_000)),
  count: z.coerce
    .number()
    .int()
    .catch(MAX_COUNT)
    .default(MAX_COUNT)
    .transform((value) => Math.min(Math.max(0, value), MAX_COUNT)),
  excludedAttributes: z.string().max(500).optional(),
  attributes: z.string().max(500).optional(),
});
export type ScimQuery = z.output<typeof ScimQuery>;

export const ScimBody = z.looseObject({});
export type ScimBody = z.output<typeof ScimBody>;

/** Whether a list or resource is wanted with this attribute. */
export function wants({ attributes, excludedAttributes }: Pick<ScimQuery, 'attributes' | 'excludedAttributes'>, name: string): boolean {
  const has = (list: string | undefined) =>
    (list ?? '')
      .toLowerCase()
      .split(',')
      .some((one) => one.trim().split('.')[0] === name.toLowerCase());
  return attributes ? has(attributes) : !has(excludedAttributes);
}

/** SCIM's answer to a list. */
export const listOf = (resources: readonly object[], totalResults: number, startIndex: number) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});
