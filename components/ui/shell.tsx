'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { BudgetNews } from '#components/news/budget-news.tsx';
import { BuildNews } from '#components/news/build-news.tsx';
import { useFeatures } from '#lib/client/use-instance.ts';
import { useUnreadCount } from '#lib/client/use-unread.ts';
import { Logo } from './logo.tsx';
import { NewMenu } from './new-menu.tsx';
import { Offline } from './offline.tsx';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.tsx';

const PLACES = [
  { href: '/', label: 'Apps', inside: (path: string) => path === '/' || path.startsWith('/apps') || path === '/new' },
  { href: '/projects', label: 'Projects', inside: (path: string) => path.startsWith('/projects') },
];
const ADMIN = { href: '/admin', label: 'Admin', inside: (path: string) => path.startsWith('/admin') };

/** The header around every page of the product. */
export function Shell({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const unread = useUnreadCount();
  const isAdmin = useFeatures().data?.scopes.includes('manage:Organization') ?? false;
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.header}>
        <Link href="/" className={classes.brand} aria-label="Glassworks, all apps">
          <Logo />
          <span className={classes.name}>Glassworks</span>
        </Link>
        <nav className={classes.nav} aria-label="Main">
          {[...PLACES, ...(isAdmin ? [ADMIN] : [])].map(({ href, label, inside }) => (
            <Link key={href} href={href} className={classes.place} aria-current={inside(pathname) ? 'page' : undefined}>
              {label}
              {href === '/' && unread > 0 && (
                <>
                  <span className={classes.count} aria-hidden>
                    {unread >= 100 ? '99+' : unread}
                  </span>
                  <span className="gw-visually-hidden">({unread === 1 ? '1 has' : `${unread} have`} news)</span>
                </>
              )}
            </Link>
          ))}
        </nav>
        <div className={classes.end}>
          <NewMenu />
          <UserMenu />
        </div>
      </header>
      <Offline />
      {children}
      <BuildNews />
      <BudgetNews isAdmin={isAdmin} />
    </>
  );
}
