import type { Metadata } from 'next';
import { Builder } from '#components/builder/builder.tsx';

export const metadata: Metadata = { title: 'Builder' };

export default async function AppPage({ params }: { params: Promise<{ appId: string }> }) {
  const { appId } = await params;
  return <Builder key={appId} appId={appId} />;
}
