import type { Metadata } from 'next';
import { ViewPage } from '#components/view/view-page.tsx';
import { requireSignedIn } from '#lib/auth/require-signed-in.ts';

export const metadata: Metadata = { title: 'App' };

interface Props {
  params: Promise<{ appId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AppViewPage({ params, searchParams }: Props) {
  await requireSignedIn();
  const [{ appId }, { version }] = await Promise.all([params, searchParams]);
  const wanted = typeof version === 'string' && /^[1-9]\d{0,8}$/.test(version) ? Number(version) : null;
  return <ViewPage key={`${appId}/${wanted}`} appId={appId} wanted={wanted} />;
}
