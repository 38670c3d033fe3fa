import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useFeatures, useHealth } from '#lib/client/use-instance.ts';
import type { HealthCheck } from '#lib/contracts/health.ts';
import classes from './instance-status.module.css';

const PARTS: Record<HealthCheck['name'], { name: string; change: string }> = {
  database: { name: 'Database', change: 'DATABASE_URL names it; without one Glassworks runs its own Postgres.' },
  storage: { name: 'Storage', change: 'APPS_S3_BUCKET and its keys use S3; without them files lie in the data folder.' },
  queue: { name: 'Queue', change: 'It lives in the database and needs no settings.' },
  worker: { name: 'Worker', change: 'npm start runs one; look at its log if it is down.' },
  gateway: { name: 'Gateway', change: 'npm start runs it on the next two ports; look at its log if it is down.' },
  sandbox: { name: 'Sandboxes', change: 'SANDBOX_PROVIDER chooses; local needs bubblewrap on this machine.' },
  model: { name: 'Model', change: 'ANTHROPIC_API_KEY or BEDROCK_REGION with its key switch on a real model.' },
};

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
        {health.data.checks.map((check) => {
          const Icon = ICONS[check.status];
          const part = PARTS[check.name];
          return (
            <li key={check.name} className={classes.part} data-status={check.status}>
              <Icon size={18} aria-label={WORDS[check.status]} />
              <div className={classes.body}>
                <p className={classes.name}>
                  {part.name} <span className={classes.word}>{WORDS[check.status]}</span>
                </p>
                {check.message !== undefined && <p className={classes.message}>{check.message}</p>}
                <p className={classes.change}>{part.change}</p>
              </div>
              {check.latencyMs !== undefined && <span className={classes.latency}>{Math.round(check.latencyMs)} ms</span>}
            </li>
          );
        })}
      </ul>
      {features.data?.dataApps.enabled === false && <p className={classes.off}>Data apps are off. {features.data.dataApps.reason}</p>}
      <p className={classes.version}>Glassworks {health.data.version}</p>
    </>
  );
}
