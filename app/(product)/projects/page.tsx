import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ProjectsPage } from '#components/catalog/projects-page.tsx';

export const metadata: Metadata = { title: 'Projects' };

export default function Projects() {
  return (
    <Suspense>
      <ProjectsPage />
    </Suspense>
  );
}
