import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useFeatures, useHealth } from '#lib/client/use-instance.ts';
import type { HealthCheck } from '#lib/contracts/health.ts';
import { isDemo, ordered, PARTS } from './instance-parts.ts';
import classes from './instance-status.module.css';

const ICONS = { ok: IconCircleCheck, degraded: IconAlertTriangle, down: IconCircleX };
const WORDS = { ok: 'Works', degraded: 'Works in part', down: 'Does not work' };

/** How each part of this instance is doing, and what changes it. */
export function InstanceStatus() {
  const health = useHealth();
  const features = useFeatures();
  if (health.isPending) return <Waiting label="Asking every part how it is" onRetry={() => void health.refetch()} />;
  if (health.isError) {
    return (
      <Problem
        title="The status could not be read"
        error={health.error}
        onRetry={() => void health.refetch()}
        retrying={health.isFetching}
      />
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {ordered(health.data.checks).map((check) => (
          <Part key={check.name} check={check} />
        ))}
      </ul>
      {features.data?.dataApps.enabled === false && <p className={classes.off}>Data apps are off. {features.data.dataApps.reason}</p>}
      <p className={classes.version}>Glassworks {health.data.version}</p>
    </>
  );
}

function Part({ check }: { check: HealthCheck }) {
  const part = PARTS[check.name];
  const status = check.status === 'ok' && isDemo(check) ? 'degraded' : check.status;
  const Icon = ICONS[status];
  const word = status === check.status ? WORDS[status] : 'On, but no AI';
  return (
    <li className={classes.part} data-status={status}>
      <Icon size={18} aria-hidden />
      <div className={classes.body}>
        <p className={classes.name}>
          {part.name} <span className={classes.word}>{word}</span>
        </p>
        <p className={classes.message}>{check.message ?? part.about}</p>
        <p className={classes.change}>
          <WithCode text={part.change} />
        </p>
      </div>
    </li>
  );
}

/** Text in which names between backquotes are code. */
function WithCode({ text }: { text: string }) {
  return text.split('`').map((piece, index) => (index % 2 === 0 ? piece : <code key={piece}>{piece}</code>));
}
