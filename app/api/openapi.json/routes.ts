import * as appsAppIdBuilds from '../apps/[appId]/builds/route.ts';
import * as appsAppIdDuplicate from '../apps/[appId]/duplicate/route.ts';
import * as appsAppIdFollowup from '../apps/[appId]/follow-up/route.ts';
import * as appsAppIdQueries from '../apps/[appId]/queries/route.ts';
import * as appsAppIdQuery from '../apps/[appId]/query/route.ts';
import * as appsAppId from '../apps/[appId]/route.ts';
import * as appsAppIdSeen from '../apps/[appId]/seen/route.ts';
import * as appsAppIdUndelete from '../apps/[appId]/undelete/route.ts';
import * as appsAppIdUnpublish from '../apps/[appId]/unpublish/route.ts';
import * as appsAppIdVersionsNumberDiff from '../apps/[appId]/versions/[number]/diff/route.ts';
import * as appsAppIdVersionsNumberDownload from '../apps/[appId]/versions/[number]/download/route.ts';
import * as appsAppIdVersionsNumberFilesPath from '../apps/[appId]/versions/[number]/files/[...path]/route.ts';
import * as appsAppIdVersionsNumberFiles from '../apps/[appId]/versions/[number]/files/route.ts';
import * as appsAppIdVersionsNumberPreviewtoken from '../apps/[appId]/versions/[number]/preview-token/route.ts';
import * as appsAppIdVersionsNumberPublish from '../apps/[appId]/versions/[number]/publish/route.ts';
import * as appsAppIdVersionsNumberRestore from '../apps/[appId]/versions/[number]/restore/route.ts';
import * as appsAppIdVersionsNumber from '../apps/[appId]/versions/[number]/route.ts';
import * as appsAppIdVersionsNumberScreenshot from '../apps/[appId]/versions/[number]/screenshot/route.ts';
import * as appsAppIdVersions from '../apps/[appId]/versions/route.ts';
import * as apps from '../apps/route.ts';
import * as buildsBuildIdCancel from '../builds/[buildId]/cancel/route.ts';
import * as buildsBuildIdDiagnostics from '../builds/[buildId]/diagnostics/route.ts';
import * as buildsBuildIdEvents from '../builds/[buildId]/events/route.ts';
import * as buildsBuildId from '../builds/[buildId]/route.ts';
import * as features from '../features/route.ts';
import * as health from '../health/route.ts';
import * as meBuildsEvents from '../me/builds/events/route.ts';
import * as mePassword from '../me/password/route.ts';
import * as me from '../me/route.ts';
import * as meTokensTokenId from '../me/tokens/[tokenId]/route.ts';
import * as meTokens from '../me/tokens/route.ts';
import * as meUnread from '../me/unread/route.ts';
import * as projectsProjectIdCatalog from '../projects/[projectId]/catalog/route.ts';
import * as projectsProjectIdQueryCompile from '../projects/[projectId]/query/compile/route.ts';
import * as projectsProjectIdQuery from '../projects/[projectId]/query/route.ts';
import * as projectsProjectIdRefresh from '../projects/[projectId]/refresh/route.ts';
import * as projectsProjectId from '../projects/[projectId]/route.ts';
import * as projectsProjectIdTest from '../projects/[projectId]/test/route.ts';
import * as projects from '../projects/route.ts';
import { AUDIT_ROUTES } from './audit-routes.ts';
import { LIVE_ROUTES } from './live-routes.ts';
import { MONEY_ROUTES } from './money-routes.ts';
import { PEOPLE_ROUTES } from './people-routes.ts';
import { SCIM_ROUTES } from './scim-routes.ts';
import { SETTINGS_ROUTES } from './settings-routes.ts';
import { SIGN_IN_ROUTES } from './sign-in-routes.ts';

/** Every route by its path, for the API's description. A test compares it with the folders. */
export const ROUTES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...AUDIT_ROUTES,
  ...LIVE_ROUTES,
  ...SCIM_ROUTES,
  ...SETTINGS_ROUTES,
  ...PEOPLE_ROUTES,
  ...SIGN_IN_ROUTES,
  ...MONEY_ROUTES,
  '/api/apps/{appId}/builds': appsAppIdBuilds,
  '/api/apps/{appId}/duplicate': appsAppIdDuplicate,
  '/api/apps/{appId}/follow-up': appsAppIdFollowup,
  '/api/apps/{appId}/queries': appsAppIdQueries,
  '/api/apps/{appId}/query': appsAppIdQuery,
  '/api/apps/{appId}': appsAppId,
  '/api/apps/{appId}/seen': appsAppIdSeen,
  '/api/apps/{appId}/undelete': appsAppIdUndelete,
  '/api/apps/{appId}/unpublish': appsAppIdUnpublish,
  '/api/apps/{appId}/versions/{number}/diff': appsAppIdVersionsNumberDiff,
  '/api/apps/{appId}/versions/{number}/download': appsAppIdVersionsNumberDownload,
  '/api/apps/{appId}/versions/{number}/files/{path}': appsAppIdVersionsNumberFilesPath,
  '/api/apps/{appId}/versions/{number}/files': appsAppIdVersionsNumberFiles,
  '/api/apps/{appId}/versions/{number}/preview-token': appsAppIdVersionsNumberPreviewtoken,
  '/api/apps/{appId}/versions/{number}/publish': appsAppIdVersionsNumberPublish,
  '/api/apps/{appId}/versions/{number}/restore': appsAppIdVersionsNumberRestore,
  '/api/apps/{appId}/versions/{number}': appsAppIdVersionsNumber,
  '/api/apps/{appId}/versions/{number}/screenshot': appsAppIdVersionsNumberScreenshot,
  '/api/apps/{appId}/versions': appsAppIdVersions,
  '/api/apps': apps,
  '/api/builds/{buildId}/cancel': buildsBuildIdCancel,
  '/api/builds/{buildId}/diagnostics': buildsBuildIdDiagnostics,
  '/api/builds/{buildId}/events': buildsBuildIdEvents,
  '/api/builds/{buildId}': buildsBuildId,
  '/api/features': features,
  '/api/health': health,
  '/api/me/builds/events': meBuildsEvents,
  '/api/me/password': mePassword,
  '/api/me': me,
  '/api/me/tokens/{tokenId}': meTokensTokenId,
  '/api/me/tokens': meTokens,
  '/api/me/unread': meUnread,
  '/api/projects/{projectId}/catalog': projectsProjectIdCatalog,
  '/api/projects/{projectId}/query/compile': projectsProjectIdQueryCompile,
  '/api/projects/{projectId}/query': projectsProjectIdQuery,
  '/api/projects/{projectId}/refresh': projectsProjectIdRefresh,
  '/api/projects/{projectId}': projectsProjectId,
  '/api/projects/{projectId}/test': projectsProjectIdTest,
  '/api/projects': projects,
};
