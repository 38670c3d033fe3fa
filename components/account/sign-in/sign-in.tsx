'use client';

import { useState } from 'react';
import { Logo } from '#components/ui/logo.tsx';
import type { Ways } from '#lib/contracts/sign-in.ts';
import { LinkForm } from './link-form.tsx';
import { MailForm } from './mail-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { Providers } from './providers.tsx';
import classes from './sign-in.module.css';

interface SignInProps {
  /** A one-time link's token; it is spent by a button press, never by opening the page. */
  link: string | null;
  /** Where to go afterwards; a path of this site. */
  next: string;
  /** What is configured here. */
  ways: Ways;
  /** Why the last try by an identity provider failed. */
  refused: string | null;
}

type Way = 'link' | 'password' | 'mail' | 'none';

const firstWay = (link: string | null, ways: Ways): Way => {
  if (link !== null) return 'link';
  if (ways.password) return 'password';
  return ways.mail ? 'mail' : 'none';
};

/** The way in: by an identity provider, by e-mail and password, or by a one-time link. */
export function SignIn({ link, next, ways, refused }: SignInProps) {
  const [way, setWay] = useState(() => firstWay(link, ways));
  const otherway = ways.password || ways.mail || ways.providers.length > 0 ? () => setWay(firstWay(null, ways)) : null;
  return (
    <main className={classes.root} id="content">
      <div className={classes.card}>
        <div className={classes.mark}>
          <Logo size={44} />
        </div>
        {way === 'link' && link !== null ? (
          <LinkForm link={link} next={next} onOther={otherway} />
        ) : (
          <>
            <h1 className={classes.title}>Sign in to Glassworks</h1>
            <p className={classes.lead}>Data apps on the metrics your company trusts.</p>
            {refused !== null && (
              <p className={classes.problem} role="alert">
                {refused}
              </p>
            )}
            {ways.providers.length > 0 && <Providers providers={ways.providers} next={next} />}
            {ways.providers.length > 0 && way !== 'none' && <p className={classes.or}>or</p>}
            {way === 'password' && <PasswordForm next={next} onMail={ways.mail ? () => setWay('mail') : null} />}
            {way === 'mail' && <MailForm next={next} onPassword={ways.password ? () => setWay('password') : null} />}
            {way === 'none' && ways.providers.length === 0 && <p className={classes.lead}>Ask your admin for a sign-in link.</p>}
          </>
        )}
      </div>
    </main>
  );
}
