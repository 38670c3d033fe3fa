import { audit } from '#lib/audit/audit.ts';
import { type Theme, ThemeBody, type ThemeChange } from '#lib/contracts/theme.ts';
import { db, type Prisma, type Tx } from '#lib/db/client.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/permissions/actor.ts';

const NONE: Theme = {
  version: 0,
  theme: { logo: null, accent: null, font: 'system', instructions: '' },
  createdAt: null,
  createdBy: null,
};

/** The theme in force: the next build uses it. */
export async function currentTheme(client: Pick<Tx, 'theme'> = db()): Promise<Theme> {
  const row = await client.theme.findFirst({ orderBy: { version: 'desc' } });
  return row ? toTheme(row) : NONE;
}

/** Every version that was saved, newest first. */
export async function listThemes(limit: number): Promise<Theme[]> {
  return (await db().theme.findMany({ orderBy: { version: 'desc' }, take: limit })).map(toTheme);
}

/**
 * Saves a theme as a new version.
 * @throws AppError `conflict` when somebody else saved one meanwhile
 */
export async function saveTheme(actor: Actor, { version, theme }: ThemeChange): Promise<Theme> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('glassworks theme'))`;
    const before = await currentTheme(tx);
    if (version !== undefined && version !== before.version) {
      throw new AppError('conflict', 'Somebody else saved a theme meanwhile. Load the page again, then make your change.');
    }
    const changed = (Object.keys(theme) as (keyof ThemeBody)[]).filter((name) => theme[name] !== before.theme[name]);
    const row = await tx.theme.create({
      data: { version: before.version + 1, body: theme, createdById: actor.userId, createdByName: actor.name ?? actor.email },
    });
    const details = { theme: row.version, changed };
    await audit(actor, { action: 'settings.changed', subject: { kind: 'setting', id: 'theme', name: 'theme' }, details }, tx);
    return toTheme(row);
  });
}

function toTheme({ version, body, createdAt, createdByName }: Prisma.ThemeGetPayload<object>): Theme {
  return { version, theme: ThemeBody.parse(body), createdAt: createdAt.toISOString(), createdBy: createdByName };
}
