import type { SettingsPageName } from '#lib/contracts/settings.ts';
import type { SettingDefinition } from './definition.ts';
import { settingsOf } from './table.ts';

const TITLES: Readonly<Record<SettingsPageName, string>> = {
  model: 'Model',
  sandbox: 'Sandboxes',
  storage: 'Storage',
  retention: 'Retention',
  embedding: 'Embedding',
  features: 'Features',
  git: 'Git hosts',
  signin: 'Signing in',
  budgets: 'Money',
  environment: 'Environment only',
};

const HEAD = `# Settings

Made by \`node scripts/settings-reference.ts\` out of \`lib/settings/table.ts\`; a test compares the two.

A variable of the environment wins over what an administrator stored, which wins over the default. Settings with a page
can be changed there and count in every process within two seconds, unless "restart" is said. Secrets are stored
encrypted (AES-256-GCM) and shown as their last four letters.
`;

/** docs/settings.md. */
export function settingsReference(): string {
  const parts = (Object.keys(TITLES) as SettingsPageName[]).map(section).filter((text) => text !== '');
  return `${HEAD}\n${parts.join('\n')}`;
}

function section(page: SettingsPageName): string {
  const rows = settingsOf(page);
  if (rows.length === 0) return '';
  return `## ${TITLES[page]}\n\n| variable | default | what it does | changed |\n|---|---|---|---|\n${rows.map(line).join('\n')}\n`;
}

function line({ variable, default: fallback, about, kind, stored, restart, available, page }: SettingDefinition): string {
  const where = !available ? 'not in this version' : stored ? `/admin/${page}${restart ? ', restart' : ''}` : 'environment';
  const secret = kind === 'secret' ? ' Secret.' : '';
  return `| \`${variable}\` | ${fallback === null ? '' : `\`${fallback.replaceAll('`', '')}\``} | ${about}${secret} | ${where} |`;
}
