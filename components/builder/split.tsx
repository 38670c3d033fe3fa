import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import classes from './split.module.css';

interface SplitProps {
  left: ReactNode;
  right: ReactNode;
  /** Share of the left side in percent. */
  width: number;
  onWidth(width: number): void;
  /** Which side is on a narrow screen. */
  narrowSide: 'left' | 'right';
}

const MIN = 24;
const MAX = 60;
const STEP = 2;
const clamp = (width: number) => Math.min(MAX, Math.max(MIN, width));

/** Two sides with a handle that can be dragged or moved by the arrow keys; on a narrow screen one side at a time. */
export function Split({ left, right, width, onWidth, narrowSide }: SplitProps) {
  const root = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? width;

  function onPointerMove(event: PointerEvent) {
    const box = root.current?.getBoundingClientRect();
    if (dragged === null || box === undefined || box.width === 0) return;
    setDragged(clamp(((event.clientX - box.left) / box.width) * 100));
  }

  function onPointerUp() {
    if (dragged !== null) onWidth(dragged);
    setDragged(null);
  }

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onWidth(clamp(width + by));
  }

  return (
    <div
      ref={root}
      className={classes.root}
      style={{ '--left': `${shown}%` } as CSSProperties}
      data-side={narrowSide}
      data-dragging={dragged !== null || undefined}
    >
      <div className={classes.left}>{left}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, which <hr> is not */}
      <div
        role="separator"
        tabIndex={0}
        className={classes.handle}
        aria-orientation="vertical"
        aria-label="Width of the conversation"
        aria-valuenow={Math.round(shown)}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged(width);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
      />
      <div className={classes.right}>{right}</div>
    </div>
  );
}
