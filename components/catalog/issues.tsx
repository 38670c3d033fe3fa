import type { ModelIssue } from '#lib/contracts/project.ts';
import classes from './issues.module.css';

/** What could not be used of a project's files: where, and what to do. */
export function Issues({ issues }: { issues: ModelIssue[] }) {
  return (
    <ul className={classes.list}>
      {issues.map((issue) => (
        <li key={`${issue.file}:${issue.line ?? ''}:${issue.message}`} className={classes.issue}>
          <code className={classes.place}>
            {issue.file}
            {issue.line !== undefined && `:${issue.line}`}
          </code>
          <span>{issue.message}</span>
        </li>
      ))}
    </ul>
  );
}
