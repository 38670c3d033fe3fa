import { Badge, Tooltip } from '@mantine/core';
import { formatCount, formatUsd } from '#lib/client/format.ts';
import type { Transcript } from '#lib/client/transcript.ts';
import type { Build } from '#lib/contracts/build.ts';
import classes from './build-meta.module.css';

/** The model that makes a version, and what it cost so far. */
export function BuildMeta({ build, usage }: { build: Build; usage: Transcript['usage'] }) {
  const input = Math.max(build.usage.inputTokens + build.usage.cacheReadTokens + build.usage.cacheWriteTokens, usage?.inputTokens ?? 0);
  const output = Math.max(build.usage.outputTokens, usage?.outputTokens ?? 0);
  const usd = Math.max(build.usage.modelUsd, usage?.usd ?? 0) + build.usage.sandboxUsd;
  return (
    <span className={classes.root}>
      <ModelName model={build.model} />
      {input + output > 0 && (
        <Tooltip label={`${input} tokens read, ${output} written; sandbox ${Math.round(build.usage.sandboxSeconds)} s`}>
          <span className={classes.cost}>
            {formatUsd(usd)} · {formatCount(input + output)} tokens
          </span>
        </Tooltip>
      )}
    </span>
  );
}

/** The model's name; the built-in demo says plainly that it is none. */
function ModelName({ model }: { model: string }) {
  if (!model.startsWith('glassworks-demo')) return <span className={classes.model}>{model}</span>;
  return (
    <Badge variant="light" color="ember" tt="none" size="sm" className={classes.demo}>
      Demo model, no AI
    </Badge>
  );
}
