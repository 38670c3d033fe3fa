'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import classes from './admin-shell.module.css';
import { PLACES } from './places.ts';

/** The menu of the administration beside (on a phone: above) its pages. */
export function AdminShell({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  return (
    <div className={classes.root}>
      <nav className={classes.menu} aria-label="Administration">
        {PLACES.map(({ title, places }) => (
          <div key={title} className={classes.group}>
            <p className={classes.title}>{title}</p>
            {places.map(({ href, label, Icon }) => (
              <Link
                key={href}
                href={href}
                className={classes.place}
                aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
              >
                <Icon size={17} stroke={1.7} aria-hidden />
                {label}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <div className={classes.content}>{children}</div>
    </div>
  );
}
