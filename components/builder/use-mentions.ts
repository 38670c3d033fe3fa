import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { insertMention, type MentionField, mentionAt, mentionFields, searchMentions } from '#lib/client/mentions.ts';
import { useCatalog } from '#lib/client/use-projects.ts';

/** The id of the option that a text field names as the active one. */
export const optionId = (list: string, field: MentionField) => `${list}-${field.id}`;

interface MentionsOptions {
  /** Whose catalog is offered; null for none. */
  projectId: string | null;
  text: string;
  onText(text: string): void;
  area: RefObject<HTMLTextAreaElement | null>;
}

/** Completes `@` to a field of the project's catalog. The text field keeps the focus all the while. */
export function useMentions({ projectId, text, onText, area }: MentionsOptions) {
  const list = useId();
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  const [left, setLeft] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const place = useRef<number | null>(null);
  const typed = projectId === null || !focused ? null : mentionAt(text, caret);
  const at = typed !== null && typed.from === left ? null : typed;
  const catalog = useCatalog(at === null ? null : projectId);
  const fields = useMemo(() => (catalog.data === undefined ? null : mentionFields(catalog.data)), [catalog.data]);
  const query = at?.query ?? null;
  const found = useMemo(() => (fields === null || query === null ? [] : searchMentions(fields, query)), [fields, query]);
  const chosen = found[Math.min(active, found.length - 1)];

  // The text comes back through the owner: the caret is set once it is there.
  useLayoutEffect(() => {
    const wanted = place.current;
    if (wanted === null || area.current?.value !== text) return;
    place.current = null;
    area.current.focus();
    area.current.setSelectionRange(wanted, wanted);
    setCaret(wanted);
  }, [text, area]);

  function write(next: string, nextCaret: number) {
    place.current = nextCaret;
    setActive(0);
    onText(next);
  }

  function pick(field: MentionField) {
    if (at === null) return;
    const inserted = insertMention(text, at, field.id);
    write(inserted.text, inserted.caret);
  }

  /** True when the key was for the list. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (at === null || event.nativeEvent.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') setLeft(at.from);
    else if (chosen === undefined) return false;
    else if (step !== undefined) setActive((found.indexOf(chosen) + step + found.length) % found.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) pick(chosen);
    else return false;
    event.preventDefault();
    return true;
  }

  return {
    list,
    open: at !== null,
    query: query ?? '',
    found,
    chosen,
    catalog,
    /** For the text field: which option is the active one. */
    fieldProps:
      at === null || chosen === undefined
        ? {}
        : ({
            'aria-autocomplete': 'list',
            'aria-haspopup': 'listbox',
            'aria-controls': list,
            'aria-activedescendant': optionId(list, chosen),
          } as const),
    pick,
    onKeyDown,
    onChoose: (field: MentionField) => setActive(found.indexOf(field)),
    /** Where the caret is now. */
    onCaret(next: number) {
      setCaret(next);
      setActive(0);
      setLeft((from) => (from !== null && mentionAt(text, next)?.from === from ? from : null));
    },
    onFocus: setFocused,
    /** Begins a mention at the caret, as the key would. */
    begin() {
      const glue = caret > 0 && !/\s$/.test(text.slice(0, caret)) ? ' @' : '@';
      setLeft(null);
      write(text.slice(0, caret) + glue + text.slice(caret), caret + glue.length);
    },
  };
}

export type Mentions = ReturnType<typeof useMentions>;
