import SCIMMY from 'scimmy';
import { AppError } from '#lib/errors.ts';
import { locationOf } from './answer.ts';
import { listOf, MAX_COUNT } from './query.ts';

const no = { supported: false } as const;

/** What this server can do of SCIM. */
export const serviceProviderConfig = () => ({
  schemas: [SCIMMY.Schemas.ServiceProviderConfig.id],
  patch: { supported: true },
  bulk: { ...no, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MAX_COUNT },
  changePassword: no,
  sort: no,
  etag: no,
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Token of a service account',
      description: 'Authorization: Bearer gw_pat_…, with the permission manage:Provisioning',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: locationOf('/ServiceProviderConfig') },
});

const TYPES = [
  { name: 'User', endpoint: '/Users', schema: SCIMMY.Schemas.User },
  { name: 'Group', endpoint: '/Groups', schema: SCIMMY.Schemas.Group },
] as const;

const typeOf = ({ name, endpoint, schema }: (typeof TYPES)[number]) => ({
  schemas: [SCIMMY.Schemas.ResourceType.id],
  id: name,
  name,
  endpoint,
  description: schema.definition.description,
  schema: schema.id,
  meta: { resourceType: 'ResourceType', location: locationOf(`/ResourceTypes/${name}`) },
});

const all = (resources: readonly object[]) => listOf(resources, resources.length, 1);
const found = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw new AppError('not_found', 'There is no such thing. The list without an id names all.');
  return thing;
};

export const resourceTypes = () => all(TYPES.map(typeOf));
export const resourceType = (name: string) => typeOf(found(TYPES.find((one) => one.name === name)));

const described = ({ schema }: (typeof TYPES)[number]): object => schema.definition.describe(locationOf(''));

export const schemas = () => all(TYPES.map(described));
export const schema = (id: string): object => described(found(TYPES.find((one) => one.schema.id === id)));
