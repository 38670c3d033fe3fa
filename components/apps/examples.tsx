import { Bar } from '#components/ui/waiting.tsx';
import { examplePrompts } from '#lib/client/example-prompts.ts';
import { useCatalog } from '#lib/client/use-projects.ts';
import classes from './examples.module.css';

interface ExamplesProps {
  projectId: string | null;
  /** The projects are still being loaded. */
  waiting: boolean;
  onPick(prompt: string): void;
}

/** Prompts that this project's catalog can answer. Their place is kept while the catalog loads. */
export function Examples({ projectId, waiting, onPick }: ExamplesProps) {
  const catalog = useCatalog(projectId);
  if (waiting || (projectId !== null && catalog.isPending)) {
    return (
      <div className={classes.root} aria-hidden>
        {['46%', '52%', '44%', '50%'].map((width) => (
          <Bar key={width} width={width} height={32} />
        ))}
      </div>
    );
  }
  if (catalog.isError && catalog.data === undefined)
    return <p className={classes.failed}>No examples: the catalog could not be loaded ({catalog.error.message}).</p>;
  const prompts = catalog.data === undefined ? [] : examplePrompts(catalog.data);
  if (prompts.length === 0) return null;
  return (
    <ul className={classes.root} aria-label="Examples from this project">
      {prompts.map((prompt) => (
        <li key={prompt}>
          <button type="button" className={classes.example} onClick={() => onPick(prompt)}>
            {prompt}
          </button>
        </li>
      ))}
    </ul>
  );
}
