import * as adminGroupsMembers from '../admin/groups/[groupId]/members/route.ts';
import * as adminGroupsId from '../admin/groups/[groupId]/route.ts';
import * as adminGroups from '../admin/groups/route.ts';
import * as adminRolesId from '../admin/roles/[roleId]/route.ts';
import * as adminRoles from '../admin/roles/route.ts';
import * as adminSpacesAccess from '../admin/spaces/[spaceId]/access/route.ts';
import * as adminSpaces from '../admin/spaces/route.ts';
import * as adminUsersAttributes from '../admin/users/[userId]/attributes/route.ts';
import * as adminUsersId from '../admin/users/[userId]/route.ts';
import * as adminUsers from '../admin/users/route.ts';
import * as appAccess from '../apps/[appId]/access/route.ts';
import * as directory from '../directory/route.ts';
import * as spacesAccess from '../spaces/[spaceId]/access/route.ts';
import * as spacesId from '../spaces/[spaceId]/route.ts';
import * as spaces from '../spaces/route.ts';

export const PEOPLE_ROUTES = {
  '/api/admin/groups/{groupId}/members': adminGroupsMembers,
  '/api/admin/groups/{groupId}': adminGroupsId,
  '/api/admin/groups': adminGroups,
  '/api/admin/roles/{roleId}': adminRolesId,
  '/api/admin/roles': adminRoles,
  '/api/admin/spaces/{spaceId}/access': adminSpacesAccess,
  '/api/admin/spaces': adminSpaces,
  '/api/admin/users/{userId}/attributes': adminUsersAttributes,
  '/api/admin/users/{userId}': adminUsersId,
  '/api/admin/users': adminUsers,
  '/api/apps/{appId}/access': appAccess,
  '/api/directory': directory,
  '/api/spaces/{spaceId}/access': spacesAccess,
  '/api/spaces/{spaceId}': spacesId,
  '/api/spaces': spaces,
};
