import { Badge, Button, Tooltip } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { formatCount, formatUsd } from '#lib/client/format.ts';
import type { Transcript } from '#lib/client/transcript.ts';
import type { Build } from '#lib/contracts/build.ts';
import type { BuildStatus } from '#lib/contracts/build-event.ts';
import classes from './turn-footer.module.css';

interface TurnFooterProps {
  build: Build;
  /** The running total of a build under way. */
  usage: Transcript['usage'];
  outcome: { status: BuildStatus; versionNumber: number | null } | null;
  onShowVersion(version: number): void;
}

/** The version that was made, the model that made it, and what it cost. */
export function TurnFooter({ build, usage, outcome, onShowVersion }: TurnFooterProps) {
  const version = outcome?.versionNumber ?? build.versionNumber;
  const input = Math.max(build.usage.inputTokens + build.usage.cacheReadTokens + build.usage.cacheWriteTokens, usage?.inputTokens ?? 0);
  const output = Math.max(build.usage.outputTokens, usage?.outputTokens ?? 0);
  const usd = Math.max(build.usage.modelUsd, usage?.usd ?? 0) + build.usage.sandboxUsd;
  return (
    <footer className={classes.root}>
      {version !== null && (
        <Button size="compact-sm" variant="light" rightSection={<IconArrowRight size={14} />} onClick={() => onShowVersion(version)}>
          Show version {version}
        </Button>
      )}
      <span className={classes.meta}>
        <ModelName model={build.model} />
        {input + output > 0 && (
          <Tooltip label={`${input} tokens read, ${output} written; sandbox ${Math.round(build.usage.sandboxSeconds)} s`}>
            <span className={classes.cost}>
              {formatUsd(usd)} · {formatCount(input + output)} tokens
            </span>
          </Tooltip>
        )}
      </span>
    </footer>
  );
}

/** The model's name; the built-in demo says plainly that it is none. */
function ModelName({ model }: { model: string }) {
  if (!model.startsWith('glassworks-demo')) return <span className={classes.model}>{model}</span>;
  return (
    <Badge variant="light" color="ember" tt="none" className={classes.demo}>
      Demo model, no AI
    </Badge>
  );
}
