import type { Metadata } from 'next';
import { ExplorerPage } from '#components/explorer/explorer-page.tsx';

export const metadata: Metadata = { title: 'Explore' };

export default async function Explore({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ExplorerPage key={projectId} projectId={projectId} />;
}
