import type { Metadata } from 'next';
import { ProjectPage } from '#components/catalog/project-page.tsx';

export const metadata: Metadata = { title: 'Project' };

export default async function Project({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ProjectPage key={projectId} projectId={projectId} />;
}
