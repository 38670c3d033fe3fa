import { useRouter } from 'next/navigation';
import { AppProblems } from '#components/builder/app-problems.tsx';
import { useRepair } from '#components/builder/use-repair.ts';
import type { AppProblems as Problems, ProblemsView } from '#lib/client/app-problems.ts';
import { appPath } from '#lib/client/paths.ts';
import { aboveDraft, useDraft } from '#lib/client/use-draft.ts';
import type { App } from '#lib/contracts/app.ts';
import classes from './view-problems.module.css';

interface ViewProblemsProps {
  app: App;
  problems: Problems;
  view: ProblemsView;
}

/** What goes wrong in the running app, above it, for its owner. A repair goes on in the builder. */
export function ViewProblems({ app, problems, view }: ViewProblemsProps) {
  const router = useRouter();
  const [draft, setDraft] = useDraft(app.id);
  const builder = () => router.push(appPath(app.id));
  const repair = useRepair({
    app,
    write: (prompt) => {
      setDraft(aboveDraft(prompt, draft));
      builder();
    },
    onSent: builder,
  });
  return (
    <div className={classes.root}>
      <AppProblems
        view={view}
        onFix={app.can.edit ? () => repair.fix(view) : undefined}
        fixing={repair.stateOf(view.version)}
        onClose={() => problems.forget(view)}
      />
    </div>
  );
}
