import {
  IconActivity,
  IconBox,
  IconBrandGit,
  IconChartBar,
  IconClockHour4,
  IconCoin,
  IconCpu,
  IconDatabase,
  IconDatabaseCog,
  IconFolders,
  IconFrame,
  IconHistory,
  IconLogin2,
  IconPalette,
  IconReceipt,
  IconRobot,
  IconShield,
  IconSparkles,
  IconToggleLeft,
  IconUser,
  IconUsersGroup,
  IconVariable,
} from '@tabler/icons-react';

interface Place {
  readonly href: string;
  readonly label: string;
  readonly Icon: typeof IconHistory;
}

/** The pages of the administration, as its menu shows them. */
export const PLACES: readonly { readonly title: string; readonly places: readonly Place[] }[] = [
  {
    title: 'People',
    places: [
      { href: '/admin/users', label: 'People', Icon: IconUser },
      { href: '/admin/groups', label: 'Groups', Icon: IconUsersGroup },
      { href: '/admin/roles', label: 'Roles', Icon: IconShield },
      { href: '/admin/service-accounts', label: 'Service accounts', Icon: IconRobot },
      { href: '/admin/sign-in', label: 'Signing in', Icon: IconLogin2 },
    ],
  },
  { title: 'Spaces', places: [{ href: '/admin/spaces', label: 'Spaces', Icon: IconFolders }] },
  {
    title: 'Money',
    places: [
      { href: '/admin/budgets', label: 'Budgets', Icon: IconCoin },
      { href: '/admin/usage', label: 'Usage', Icon: IconChartBar },
      { href: '/admin/prices', label: 'Prices', Icon: IconReceipt },
    ],
  },
  {
    title: 'Settings',
    places: [
      { href: '/admin/model', label: 'Model', Icon: IconSparkles },
      { href: '/admin/sandbox', label: 'Sandbox provider', Icon: IconCpu },
      { href: '/admin/storage', label: 'Storage', Icon: IconDatabase },
      { href: '/admin/retention', label: 'Retention', Icon: IconClockHour4 },
      { href: '/admin/projects', label: 'Projects', Icon: IconDatabaseCog },
      { href: '/admin/theme', label: 'Themes', Icon: IconPalette },
      { href: '/admin/git', label: 'Git hosts', Icon: IconBrandGit },
      { href: '/admin/embedding', label: 'Embedding', Icon: IconFrame },
      { href: '/admin/features', label: 'Features', Icon: IconToggleLeft },
      { href: '/admin/environment', label: 'Environment', Icon: IconVariable },
    ],
  },
  {
    title: 'Live',
    places: [
      { href: '/admin/sandboxes', label: 'Sandboxes', Icon: IconBox },
      { href: '/admin/health', label: 'Health', Icon: IconActivity },
    ],
  },
  { title: 'Record', places: [{ href: '/admin/audit', label: 'Audit log', Icon: IconHistory }] },
];
