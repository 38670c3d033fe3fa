import { ROLES } from '../../lib/permissions/roles.ts';
import { ALL_SCOPES, grantedBy, SCOPES } from '../../lib/permissions/scopes.ts';

const MARKED = /(<!-- roles -->\n)[\s\S]*?(<!-- \/roles -->)/;

/** docs/permissions.md with the table of roles and scopes made anew. @throws Error without the marks for it */
export function withRoles(document: string): string {
  if (!MARKED.test(document)) throw new Error('there is no place for the roles');
  return document.replace(MARKED, (_, open: string, close: string) => `${open}${table()}\n${close}`);
}

function table(): string {
  const roles = Object.values(ROLES);
  const granted = roles.map(({ scopes }) => grantedBy(scopes));
  const rows = ALL_SCOPES.map((scope) => {
    const cells = granted.map((all) => (all.has(scope) ? 'yes' : ''));
    return `| \`${scope}\` | ${SCOPES[scope].label} | ${cells.join(' | ')} |`;
  });
  const about = roles.map(({ label, description }) => `- **${label}.** ${description}`);
  const head = `| scope | lets somebody | ${roles.map(({ label }) => label.toLowerCase()).join(' | ')} |`;
  return [...about, '', head, `|---|---|${roles.map(() => ':-:|').join('')}`, ...rows].join('\n');
}
