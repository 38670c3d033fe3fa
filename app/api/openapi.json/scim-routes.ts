import * as group from '../scim/v2/Groups/[groupId]/route.ts';
import * as groups from '../scim/v2/Groups/route.ts';
import * as resourceType from '../scim/v2/ResourceTypes/[name]/route.ts';
import * as resourceTypes from '../scim/v2/ResourceTypes/route.ts';
import * as schema from '../scim/v2/Schemas/[schemaId]/route.ts';
import * as schemas from '../scim/v2/Schemas/route.ts';
import * as serviceProviderConfig from '../scim/v2/ServiceProviderConfig/route.ts';
import * as user from '../scim/v2/Users/[userId]/route.ts';
import * as users from '../scim/v2/Users/route.ts';

export const SCIM_ROUTES = {
  '/api/scim/v2/Groups/{groupId}': group,
  '/api/scim/v2/Groups': groups,
  '/api/scim/v2/ResourceTypes/{name}': resourceType,
  '/api/scim/v2/ResourceTypes': resourceTypes,
  '/api/scim/v2/Schemas/{schemaId}': schema,
  '/api/scim/v2/Schemas': schemas,
  '/api/scim/v2/ServiceProviderConfig': serviceProviderConfig,
  '/api/scim/v2/Users/{userId}': user,
  '/api/scim/v2/Users': users,
};
