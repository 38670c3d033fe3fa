import type { Metadata } from 'next';
import { connection } from 'next/server';
import { SignIn } from '#components/account/sign-in/sign-in.tsx';
import { safeNext } from '#lib/auth/safe-next.ts';
import { signInWays } from '#lib/auth/ways.ts';
import { signInProblem } from '#lib/contracts/sign-in.ts';

export const metadata: Metadata = { title: 'Sign in', referrer: 'no-referrer' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  await connection(); // the ways are those of the running server, not of the one that was built
  const { link, next, error } = await searchParams;
  return (
    <SignIn
      link={typeof link === 'string' && link !== '' ? link : null}
      next={safeNext(next)}
      ways={signInWays()}
      refused={signInProblem(error)}
    />
  );
}
