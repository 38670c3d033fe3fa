import { BuildStep } from '#lib/contracts/build-event.ts';

/** The steps of a build in their order. */
export const STEPS: readonly BuildStep[] = BuildStep.options;

/** What a step does, while it does it and as a name. */
export const STEP_LABELS: Record<BuildStep, { doing: string; name: string }> = {
  sandbox: { doing: 'Opening a sandbox', name: 'Open a sandbox' },
  workspace: { doing: 'Laying out the workspace', name: 'Lay out the workspace' },
  generate: { doing: 'Writing the app', name: 'Write the app' },
  check: { doing: 'Checking types and queries', name: 'Check types and queries' },
  bundle: { doing: 'Bundling', name: 'Bundle' },
  verify: { doing: 'Trying the app in a browser', name: 'Try it in a browser' },
  store: { doing: 'Storing the version', name: 'Store the version' },
  finish: { doing: 'Finishing', name: 'Finish' },
};
