/** Every React Query key, so that what reads and what invalidates cannot drift apart. */
export const keys = {
  me: ['me'] as const,
  tokens: ['me', 'tokens'] as const,
  sessions: ['me', 'sessions'] as const,
  unread: ['me', 'unread'] as const,
  budgetNotices: ['me', 'budget-notices'] as const,
  features: ['features'] as const,
  health: ['health'] as const,
  /** Everything about apps: lists, builds, versions. */
  apps: ['apps'] as const,
  appLists: ['apps', 'list'] as const,
  appList: (search: string, spaceId: string) => ['apps', 'list', search, spaceId] as const,
  app: (appId: string) => ['apps', 'one', appId] as const,
  /** Who can see an app, whatever was looked for. */
  appAccessAll: (appId: string) => ['apps', 'one', appId, 'access'] as const,
  appAccess: (appId: string, search: string) => ['apps', 'one', appId, 'access', search] as const,
  /** Everything about spaces. */
  spaces: ['spaces'] as const,
  spaceList: ['spaces', 'list'] as const,
  spaceAccess: (spaceId: string) => ['spaces', spaceId, 'access'] as const,
  directory: (words: string) => ['directory', words] as const,
  estimate: (appId: string) => ['apps', 'one', appId, 'estimate'] as const,
  builds: (appId: string) => ['apps', 'one', appId, 'builds'] as const,
  versions: (appId: string) => ['apps', 'one', appId, 'versions'] as const,
  versionFiles: (appId: string, version: number) => ['files', appId, version] as const,
  versionFile: (appId: string, version: number, path: string) => ['files', appId, version, path] as const,
  versionDiff: (appId: string, version: number, against: number) => ['version-diff', appId, version, against] as const,
  /** Apart from `apps`: a refetched address would reload the running app. */
  previewToken: (appId: string, version: number) => ['preview-token', appId, version] as const,
  buildEvents: (buildId: string) => ['builds', buildId, 'events'] as const,
  /** Everything of the administration: lists by their path and what they are narrowed to. */
  admin: ['admin'] as const,
  settings: (page: string) => ['admin', 'settings', page] as const,
  queue: ['admin', 'queue'] as const,
  adminRoles: ['admin', 'roles', 'all'] as const,
  adminOne: (kind: string, id: string) => ['admin', kind, 'one', id] as const,
  theme: ['admin', 'theme'] as const,
  themeVersions: ['admin', 'theme-versions'] as const,
  adminList: (path: string, narrowed: Readonly<Record<string, string>>) => ['admin', path, narrowed] as const,
  projects: ['projects'] as const,
  project: (projectId: string) => ['projects', projectId] as const,
  /** Apart from `projects`: rows are asked for again by the person, not by a refetch. */
  projectQuery: (projectId: string, query: string) => ['project-query', projectId, query] as const,
  compiledQuery: (projectId: string, query: string) => ['compiled-query', projectId, query] as const,
  catalog: (projectId: string) => ['projects', projectId, 'catalog'] as const,
};
