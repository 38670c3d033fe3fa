import { Button } from '@mantine/core';
import { IconArrowUp, IconPlayerStop } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { Problem } from '#components/ui/problem.tsx';
import { randomId } from '#lib/client/random-id.ts';
import { MAX_PROMPT_CHARS } from '#lib/contracts/build.ts';
import classes from './composer.module.css';
import { MentionButton, MentionList } from './mention-list.tsx';
import { useMentions } from './use-mentions.ts';

interface ComposerProps {
  text: string;
  onText(text: string): void;
  /** Sends the prompt; true once the server has it, false when `error` says why not. `clientKey` stays while the same text is tried again. */
  onSend(prompt: string, clientKey: string): Promise<boolean>;
  sending: boolean;
  error: Error | null;
  /** Why nothing can be sent right now; the text can still be written. */
  blocked: string | null;
  /** Stops what is under way, where that is possible. */
  onCancel?: (() => void) | undefined;
  cancelling?: boolean;
  placeholder: string;
  autoFocus?: boolean;
  /** The field takes the focus whenever this grows. */
  focus?: number;
  minRows?: number;
  /** What sending is called here, and what it does. */
  sendLabel?: string;
  sendHint?: string;
  /** Whose metrics and dimensions can be mentioned with `@`; null for none. */
  projectId?: string | null;
  /** Where there is room for what can be mentioned. */
  mentionsSide?: 'above' | 'below';
  /** Shown at the left of the bar, e.g. the choice of a project. */
  children?: React.ReactNode;
}

/** Where a prompt is written. Enter sends, Shift+Enter makes a new line. */
export function Composer(props: ComposerProps) {
  const { text, onText, blocked, sending, error, projectId = null } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const field = useId();
  const hint = useId();
  const attempt = useRef({ prompt: '', clientKey: '' });
  const underWay = useRef(false);
  const rows = props.minRows ?? 2;
  const prompt = text.trim();
  const tooLong = prompt.length > MAX_PROMPT_CHARS;
  const mentions = useMentions({ projectId, text, onText, area });
  const ready = prompt !== '' && blocked === null && !sending && !tooLong;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed into the server's page before its scripts ran, once
  useLayoutEffect(() => {
    const typed = area.current?.value ?? '';
    if (typed !== '' && typed !== text) onText(typed);
  }, []);

  useEffect(() => {
    if ((props.focus ?? 0) > 0) area.current?.focus();
  }, [props.focus]);

  async function send() {
    // `sending` comes a moment later: the second half of a double click may be here before it.
    if (!ready || underWay.current) return;
    if (attempt.current.prompt !== prompt) attempt.current = { prompt, clientKey: randomId() };
    underWay.current = true;
    const sent = await props.onSend(prompt, attempt.current.clientKey).finally(() => {
      underWay.current = false;
    });
    if (sent) attempt.current = { prompt: '', clientKey: '' };
  }

  function onKeyDown(event: KeyboardEvent) {
    if (mentions.onKeyDown(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  }

  return (
    <form
      className={classes.root}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {error !== null && (
        <Problem title="The prompt could not be sent. Your text is kept." error={error} onRetry={ready ? () => void send() : undefined} />
      )}
      <div className={classes.box}>
        {mentions.open && <MentionList mentions={mentions} side={props.mentionsSide ?? 'above'} />}
        <label className="gw-visually-hidden" htmlFor={field}>
          What do you want to see?
        </label>
        <textarea
          ref={area}
          id={field}
          className={classes.input}
          rows={rows}
          style={{ minHeight: `${rows * 1.5 + 1.2}em` }}
          placeholder={props.placeholder}
          value={text}
          onChange={(event) => {
            onText(event.currentTarget.value);
            mentions.onCaret(event.currentTarget.selectionStart);
          }}
          onSelect={(event) => mentions.onCaret(event.currentTarget.selectionStart)}
          onFocus={() => mentions.onFocus(true)}
          onBlur={() => mentions.onFocus(false)}
          onKeyDown={onKeyDown}
          aria-describedby={hint}
          {...mentions.fieldProps}
          // biome-ignore lint/a11y/noAutofocus: only the page that was opened to write a prompt asks for it
          autoFocus={props.autoFocus ?? false}
        />
        <div className={classes.bar}>
          {props.children}
          {projectId !== null && <MentionButton onClick={mentions.begin} />}
          <p id={hint} className={classes.hint} data-blocked={blocked !== null || undefined}>
            {tooLong
              ? `${prompt.length - MAX_PROMPT_CHARS} characters too long`
              : (blocked ?? props.sendHint ?? 'Enter to send, Shift+Enter for a new line')}
          </p>
          <div className={classes.actions}>
            {props.onCancel !== undefined && (
              <Button
                type="button"
                variant="default"
                size="compact-md"
                leftSection={<IconPlayerStop size={15} />}
                loading={props.cancelling ?? false}
                onClick={props.onCancel}
              >
                Cancel
              </Button>
            )}
            <Button
              type="submit"
              size="compact-md"
              disabled={!ready && !sending}
              loading={sending}
              rightSection={<IconArrowUp size={16} />}
            >
              {props.sendLabel ?? 'Build'}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
