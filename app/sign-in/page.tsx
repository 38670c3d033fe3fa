import type { Metadata } from 'next';
import { SignIn } from '#components/account/sign-in.tsx';
import { safeNext } from '#lib/auth/safe-next.ts';

export const metadata: Metadata = { title: 'Sign in', referrer: 'no-referrer' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { link, next } = await searchParams;
  return <SignIn link={typeof link === 'string' && link !== '' ? link : null} next={safeNext(next)} />;
}
