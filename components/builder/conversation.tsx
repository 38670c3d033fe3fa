import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { memo } from 'react';
import type { Build } from '#lib/contracts/build.ts';
import classes from './conversation.module.css';
import { Turn } from './turn.tsx';
import { useStickToEnd } from './use-stick-to-end.ts';

const UNFOLDED = 3;

/** All builds of an app as one conversation, which follows its end until the person scrolls up. */
export const Conversation = memo(function Conversation({
  builds,
  onShowVersion,
  onAgain,
}: {
  builds: Build[];
  onShowVersion(version: number): void;
  onAgain?: ((prompt: string) => void) | undefined;
}) {
  const { scroller, content, atEnd, toEnd } = useStickToEnd();
  return (
    <div className={classes.root}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.scroller} ref={scroller} aria-label="Conversation" tabIndex={0}>
        <div ref={content} className={classes.content}>
          {builds.map((build, index) => (
            <Turn key={build.id} build={build} folded={index < builds.length - UNFOLDED} onShowVersion={onShowVersion} onAgain={onAgain} />
          ))}
        </div>
      </section>
      {!atEnd && (
        <Button
          className={classes.toEnd}
          size="compact-sm"
          variant="default"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={toEnd}
        >
          Latest
        </Button>
      )}
    </div>
  );
});
