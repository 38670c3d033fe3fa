import { ActionIcon, Button } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import classes from './mention-list.module.css';
import { type Mentions, optionId } from './use-mentions.ts';

/** Begins a mention, for those who do not know the key, or have none. */
export function MentionButton({ onClick }: { onClick(): void }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="md"
      className={classes.at}
      aria-label="Mention a metric or dimension"
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      <IconAt size={17} />
    </ActionIcon>
  );
}

/** Fields of the catalog that fit what was typed after `@`. */
export function MentionList({ mentions, side }: { mentions: Mentions; side: 'above' | 'below' }) {
  const { list, found, chosen, catalog, query } = mentions;
  const active = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another option is the active one, it comes into sight
  useEffect(() => {
    // Newer browsers answer with a promise, which React would take for the way to undo the effect.
    active.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div className={classes.root} data-side={side}>
      {found.length > 0 ? (
        <div id={list} role="listbox" aria-label="Metrics and dimensions" className={classes.list}>
          {found.map((field) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the text field keeps the focus and names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the text field
            <div
              key={field.id}
              ref={field === chosen ? active : null}
              id={optionId(list, field)}
              role="option"
              aria-selected={field === chosen}
              className={classes.option}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => mentions.onChoose(field)}
              onClick={() => mentions.pick(field)}
            >
              <span className={classes.label}>{field.label}</span>
              <span className={classes.kind} data-kind={field.kind}>
                {field.kind} · {field.type}
              </span>
              <span className={classes.about}>
                {field.explores[0]}
                {field.explores.length > 1 && ` and ${field.explores.length - 1} more`}
                {field.description !== null && ` — ${field.description}`}
              </span>
            </div>
          ))}
        </div>
      ) : (
        <div className={classes.note} role="status">
          {catalog.isPending && 'Loading the catalog…'}
          {catalog.isError && catalog.data === undefined && (
            <>
              The catalog could not be loaded.
              <Button
                size="compact-xs"
                variant="default"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => void catalog.refetch()}
              >
                Try again
              </Button>
            </>
          )}
          {catalog.data !== undefined && `No metric or dimension fits “${query}”.`}
        </div>
      )}
    </div>
  );
}
