import { IconChevronRight, IconFile, IconFolder } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { moveInTree, type TreeRow, treeRows } from '#lib/client/file-tree.ts';
import classes from './file-tree.module.css';

interface FileTreeProps {
  paths: readonly string[];
  /** The file that is shown. */
  chosen: string | null;
  titleOf(path: string): string;
  onChoose(path: string): void;
}

/** Files in their folders. One stop for the Tab key; arrows walk, open and close, Enter shows a file. */
export function FileTree({ paths, chosen, titleOf, onChoose }: FileTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const items = useRef(new Map<string, HTMLElement>());
  const rows = treeRows(paths, closed);
  const stop = [focused, chosen].find((path) => rows.some((row) => row.path === path)) ?? rows[0]?.path;

  function toggle(path: string) {
    setClosed((before) => (before.has(path) ? new Set([...before].filter((one) => one !== path)) : new Set([...before, path])));
  }

  function use(row: TreeRow) {
    setFocused(row.path);
    if (row.folder) toggle(row.path);
    else onChoose(row.path);
  }

  function onKeyDown(event: KeyboardEvent, row: TreeRow) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveInTree(rows, row.path, event.key, closed);
    if (move === null && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (move === null) return use(row);
    if (move.toggle !== undefined) toggle(move.toggle);
    setFocused(move.focus);
    items.current.get(move.focus)?.focus();
  }

  return (
    <div role="tree" aria-label="Files">
      {rows.map((row) => (
        <div
          key={row.path}
          ref={(element) => {
            if (element === null) items.current.delete(row.path);
            else items.current.set(row.path, element);
          }}
          role="treeitem"
          className={classes.row}
          style={{ paddingLeft: 6 + 14 * (row.level - 1) }}
          aria-level={row.level}
          aria-posinset={row.place}
          aria-setsize={row.among}
          aria-expanded={row.folder ? !closed.has(row.path) : undefined}
          aria-selected={row.path === chosen}
          tabIndex={row.path === stop ? 0 : -1}
          title={row.folder ? row.path : titleOf(row.path)}
          onClick={() => use(row)}
          onFocus={() => setFocused(row.path)}
          onKeyDown={(event) => onKeyDown(event, row)}
        >
          <IconChevronRight size={13} className={classes.chevron} data-folder={row.folder || undefined} aria-hidden />
          {row.folder ? <IconFolder size={14} aria-hidden /> : <IconFile size={14} aria-hidden />}
          <span className={classes.name}>{row.name}</span>
        </div>
      ))}
    </div>
  );
}
