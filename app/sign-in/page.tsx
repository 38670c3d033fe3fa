import type { Metadata } from 'next';
import { SignIn } from '#components/account/sign-in.tsx';

export const metadata: Metadata = { title: 'Sign in', referrer: 'no-referrer' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Only a path of this site: anything else would send people who just signed in elsewhere. */
function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}

export default async function SignInPage({ searchParams }: Props) {
  const { link, next } = await searchParams;
  return <SignIn link={typeof link === 'string' && link !== '' ? link : null} next={safeNext(next)} />;
}
