import type { ReactNode } from 'react';
import { loadDrawings, useDrawings } from '../drawings-later.ts';
import { useUnfinished } from '../unfinished.ts';
import { CardSkeleton, ErrorState } from './states.tsx';

type Drawings = Exclude<ReturnType<typeof useDrawings>, 'missing' | null>;

interface DrawnProps {
  /** Kept free until the drawing is there. Pixels. */
  readonly height: number;
  readonly children: (drawings: Drawings) => ReactNode;
}

/** The place of a drawing whose code comes after the first numbers. */
export function Drawn({ height, children }: DrawnProps) {
  const drawings = useDrawings();
  useUnfinished(drawings === null);
  if (drawings === null) return <CardSkeleton height={height} />;
  if (drawings === 'missing') return <ErrorState message="What draws it could not be loaded." height={height} onRetry={loadDrawings} />;
  return children(drawings);
}
