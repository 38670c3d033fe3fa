import { Button, CloseButton, Collapse, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconCircleCheck, IconTool } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ProblemLine, ProblemsView } from '#lib/client/app-problems.ts';
import classes from './app-problems.module.css';
import type { RepairState } from './use-repair.ts';

interface AppProblemsProps {
  view: ProblemsView;
  /** Sends a prompt that asks for a repair; absent for people who may not edit. */
  onFix?: (() => void) | undefined;
  /** It is not asked for twice. */
  fixing: RepairState;
  onClose(): void;
}

/** What goes wrong in the running app, beside the conversation: counted, with a way to have it mended. */
export function AppProblems({ view, onFix, fixing, onClose }: AppProblemsProps) {
  if (view.lines.length + view.more === 0) return <Fixed view={view} onClose={onClose} />;
  return (
    <>
      {view.fixed !== null && <Fixed view={view} onClose={null} />}
      <Failing view={view} onFix={onFix} fixing={fixing} onClose={onClose} />
    </>
  );
}

function Fixed({ view, onClose }: { view: ProblemsView; onClose: (() => void) | null }) {
  const count = view.fixed?.lines.length ?? 0;
  return (
    <section className={classes.root} data-fixed aria-label="Errors that are fixed">
      <div className={classes.head}>
        <IconCircleCheck size={17} className={classes.icon} aria-hidden />
        <p className={classes.summary} role="status">
          <strong>Fixed in version {view.version}:</strong>{' '}
          {count === 1 ? view.fixed?.lines[0]?.message : `${count} errors of version ${view.fixed?.since}`}
        </p>
        {onClose !== null && <CloseButton size="sm" aria-label="Close the message" onClick={onClose} />}
      </div>
    </section>
  );
}

function Failing({ view, onFix, fixing, onClose }: AppProblemsProps) {
  const [open, setOpen] = useState(false);
  const list = useId();
  const [first] = view.lines;
  const kinds = view.lines.length;
  return (
    <section className={classes.root} aria-label="Errors of the running app">
      <div className={classes.head}>
        <IconAlertTriangle size={17} className={classes.icon} aria-hidden />
        <UnstyledButton className={classes.toggle} aria-expanded={open} aria-controls={list} onClick={() => setOpen(!open)}>
          <span className={classes.title}>
            {kinds === 1 && view.more === 0
              ? 'The app reported an error'
              : `The app reported ${kinds} ${kinds === 1 ? 'error' : 'errors'}${view.more > 0 ? ' and more' : ''}`}
            <IconChevronRight size={14} className={classes.chevron} data-open={open || undefined} aria-hidden />
          </span>
          {!open && first !== undefined && <span className={classes.first}>{first.message}</span>}
        </UnstyledButton>
        {onFix !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTool size={14} />}
            loading={fixing === 'sending'}
            disabled={fixing === 'building'}
            onClick={onFix}
          >
            {fixing === 'building' ? 'Being fixed' : 'Fix this'}
          </Button>
        )}
        <CloseButton size="sm" aria-label="Close the errors" onClick={onClose} />
      </div>
      <Collapse expanded={open} id={list}>
        <ul className={classes.list}>
          {view.lines.map((line) => (
            <Line key={line.key} line={line} />
          ))}
          {view.more > 0 && <li className={classes.more}>And {view.more.toLocaleString('en')} more that are not listed.</li>}
        </ul>
      </Collapse>
      <p className="gw-visually-hidden" role="status">
        The running app reported {kinds} {kinds === 1 ? 'error' : 'errors'}.
      </p>
    </section>
  );
}

function Line({ line }: { line: ProblemLine }) {
  return (
    <li className={classes.line}>
      <span className={classes.message}>{line.message}</span>
      <span className={classes.meta}>
        {line.place !== undefined && (
          <code>
            {line.place.file}:{line.place.line}
          </code>
        )}
        {line.count > 1 && <span>{line.count.toLocaleString('en')} times</span>}
      </span>
    </li>
  );
}
