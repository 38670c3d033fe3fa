import { IconBrandGit, IconFolder } from '@tabler/icons-react';
import Link from 'next/link';
import type { Project } from '#lib/contracts/project.ts';
import classes from './project-card.module.css';

/** Where a project comes from, in one line. */
export function sourceText(source: Project['source']): string {
  if (source.kind === 'folder') return source.subdirectory === undefined ? source.path : `${source.path}/${source.subdirectory}`;
  return `${source.url}${source.ref === undefined ? '' : ` at ${source.ref}`}`;
}

/** One project in the list. */
export function ProjectCard({ project }: { project: Project }) {
  const Icon = project.source.kind === 'git' ? IconBrandGit : IconFolder;
  const issues = project.errors.length;
  return (
    <li className={classes.root}>
      <div className={classes.main}>
        <h2 className={classes.name}>
          <Link href={`/projects/${project.id}`} className={classes.link}>
            {project.name}
          </Link>
        </h2>
        <p className={classes.source}>
          <Icon size={15} aria-hidden />
          <span>{sourceText(project.source)}</span>
        </p>
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>Warehouse</dt>
          <dd>{project.warehouse.label}</dd>
        </div>
        <div>
          <dt>Explores</dt>
          <dd>{project.explores}</dd>
        </div>
        <div data-bad={issues > 0 || undefined}>
          <dt>Issues</dt>
          <dd>{issues}</dd>
        </div>
      </dl>
    </li>
  );
}
