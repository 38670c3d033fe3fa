'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { NewMenu } from './new-menu.tsx';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.tsx';

const PLACES = [
  { href: '/', label: 'Apps', inside: (path: string) => path === '/' || path.startsWith('/apps') || path === '/new' },
  { href: '/projects', label: 'Projects', inside: (path: string) => path.startsWith('/projects') },
];

/** The header around every page of the product. */
export function Shell({ children }: { children: ReactNode }) {
  const pathname = usePathname();
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
          {PLACES.map(({ href, label, inside }) => (
            <Link key={href} href={href} className={classes.place} aria-current={inside(pathname) ? 'page' : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.end}>
          <NewMenu />
          <UserMenu />
        </div>
      </header>
      {children}
    </>
  );
}
