'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './admin-shell.module.css';
import { PLACES } from './places.ts';

/** The menu of the administration beside (on a phone: above) its pages. */
export function AdminShell({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const here = PLACES.flatMap(({ places }) => places).find(({ href }) => pathname === href || pathname.startsWith(`${href}/`))?.href;
  return (
    <div className={classes.root}>
      <Menu here={here} />
      <div className={classes.content}>{children}</div>
    </div>
  );
}

function Menu({ here }: { here: string | undefined }) {
  const strip = useRef<HTMLElement>(null);
  // On a phone the menu scrolls sideways: the place where one is must be in sight.
  useEffect(() => {
    const place = strip.current?.querySelector<HTMLElement>(`[href="${here}"]`);
    if (strip.current && place) strip.current.scrollLeft = place.offsetLeft - (strip.current.clientWidth - place.clientWidth) / 2;
  }, [here]);
  return (
    <nav ref={strip} className={classes.menu} aria-label="Administration">
      {PLACES.map(({ title, places }) => (
        <div key={title} className={classes.group}>
          <p className={classes.title}>{title}</p>
          {places.map(({ href, label, Icon }) => (
            <Link key={href} href={href} className={classes.place} aria-current={href === here ? 'page' : undefined}>
              <Icon size={17} stroke={1.7} aria-hidden />
              {label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
